import { SchemaError } from "../errors";
import type { Format } from "./language";

/** A migration's name in the three forms it takes. */
export interface MigrationName {
  /** `add-status-to-projects` */
  readonly slug: string;
  /** `AddStatusToProjects1763700000000` */
  readonly className: string;
  /** `1763700000000-add-status-to-projects.ts` */
  readonly fileName: string;
}

/** The files of a migration, that of `up` first. */
export function fileNamesOf(
  { fileName }: Pick<MigrationName, "fileName">,
  format: Format,
): readonly string[] {
  const stem = fileName.replace(/(?:\.up)?\.\w+$/, "");
  return format === "sql" ? [`${stem}.up.sql`, `${stem}.down.sql`] : [`${stem}.${format}`];
}

export const maximumSlugLength = 50;

/** Makes a migration's name of whatever a person typed. */
export function migrationName(text: string, timestamp: number): MigrationName {
  const slug = cutAtWord(slugOf(text), maximumSlugLength);
  if (slug === "") {
    throw new SchemaError({
      code: "INVALID_NAME",
      message: `"${text}" has no letter or digit to name a migration by.`,
      hint: "Give a name made of words, such as add-status-to-projects.",
    });
  }
  const pascal = slug.split("-").map(capitalise).join("");
  const className = /^\p{ID_Start}/u.test(pascal) ? pascal : `Migration${pascal}`;
  return { slug, className: `${className}${timestamp}`, fileName: `${timestamp}-${slug}.ts` };
}

/** `add-status-to-projects` → `Add status to projects` */
export function titleOf(slug: string): string {
  return slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll("-", " ");
}

/** Lower-case words joined by hyphens: safe as a file's name everywhere and as part of a class's name. */
export function slugOf(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/(\p{Script=Latin})\p{M}+/gu, "$1")
    .normalize("NFC")
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1-$2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1-$2")
    .toLowerCase()
    .replace(/[^\p{ID_Continue}]|\p{Pc}|·/gu, "-")
    .replace(/-+/g, "-")
    .replace(/^-|-$/g, "");
}

export function cutAtWord(slug: string, maximum: number): string {
  const characters = [...slug];
  if (characters.length <= maximum) return slug;
  const cut = characters.slice(0, maximum + 1).join("");
  const hyphen = cut.lastIndexOf("-");
  return hyphen > 0 ? cut.slice(0, hyphen) : characters.slice(0, maximum).join("");
}

function capitalise(word: string): string {
  const [first = "", ...rest] = word;
  return first.toUpperCase() + rest.join("");
}
