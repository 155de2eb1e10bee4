import type { MigrationInterface } from "typeorm";
import type { SchemaWay } from "./migration";

/** As a generated class says which schemas it leads from and to. */
export function schemaLine({ from, to }: SchemaWay): string {
  return `schema = { from: "${from}", to: "${to}" }`;
}

export function schemaWayOf(instance: MigrationInterface): SchemaWay | null {
  const said: unknown = Reflect.get(instance, "schema");
  if (typeof said !== "object" || said === null) return null;
  const [from, to]: unknown[] = [Reflect.get(said, "from"), Reflect.get(said, "to")];
  return typeof from === "string" && typeof to === "string" ? { from, to } : null;
}

/** The same in a comment of a script. */
export function schemaComment({ from, to }: SchemaWay): string {
  return `schema = { from: "${from}", to: "${to}" }`;
}

const comment = /^--[ \t]*schema[ \t]*=[ \t]*\{[ \t]*from: "(\w+)",[ \t]*to: "(\w+)"[ \t]*\}[ \t\r]*$/m;

/** A header without it: it tells where the migration stands among others, which is no matter of what the migration does. */
export function withoutSchemaComment(header: string): string {
  const lines = header.split("\n");
  const at = lines.findIndex((line) => comment.test(line));
  const isIts = (line: string, index: number) => index === at || (index === at - 1 && /^--\s*$/.test(line));
  return at < 0 ? header : lines.filter((line, index) => !isIts(line, index)).join("\n");
}

export function schemaWayIn(script: string): SchemaWay | null {
  const [, from, to] = comment.exec(script) ?? [];
  return from === undefined || to === undefined ? null : { from, to };
}

const said = /(?<=\bschema[ \t]*=[ \t]*)\{[ \t]*from: "\w+",[ \t]*to: "\w+"[ \t]*\}/;

/** The text of a migration that says so of other schemas; the same where it says nothing. */
export function leadingElsewhere(text: string, { from, to }: SchemaWay): string {
  return text.replace(said, `{ from: "${from}", to: "${to}" }`);
}
