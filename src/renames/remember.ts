import {
  type Answers,
  type Hint,
  inCircles,
  joinAnswers,
  noAnswers,
  type Renaming,
  renamingText,
  type Said,
} from "../change";
import { shellQuote } from "../schema";
import type { Decision } from "./decision";
import { parseColumnSql, parseDrop, parseMap, parseRename } from "./hints";

/**
 * What was said and has had an effect, as the flags that say it: for the header of the migration that came of it.
 * Decorators stand in the code; but that names were exchanged nothing else will tell.
 */
export function flagsOf(
  { renames, drops, usings, usingsBack, backfills, maps }: Answers,
  { spent, overruled, renamings }: Pick<Decision, "spent" | "overruled" | "renamings">,
  decorators: Answers,
): string[] {
  const idle = new Set<Said>([...spent, ...overruled]);
  const told = (hints: readonly Said[]) => hints.filter((each) => !idle.has(each)).map(({ text }) => text);
  const exchanged = inCircles(renamings).filter(({ from, to }) =>
    decorators.renames.some((hint) => !idle.has(hint) && isOf(hint, from, to)),
  );
  const said = {
    rename: [...told(renames), ...exchanged.map(renamingText)],
    drop: told(drops),
    using: told(usings),
    "using-back": told(usingsBack),
    backfill: told(backfills),
    map: told(maps),
  };
  const flags = Object.entries(said).flatMap(([flag, texts]) =>
    texts.map((text) => `--${flag} ${shellQuote(text)}`),
  );
  return [...new Set(flags)];
}

const isOf = (hint: Hint, from: Renaming["from"], to: Renaming["to"]) =>
  hint.from.at(-1) === nameOf(from) && hint.to.at(-1) === nameOf(to);
const nameOf = (name: Renaming["from"]) => (typeof name === "string" ? name : name.name);

/** What the migrations say of renames that they carry out; of no interest where only flags speak. */
export function recordedRenames(
  { renames }: Answers,
  migrations: readonly { readonly source: string }[],
): readonly Hint[] {
  return renames.some(({ source }) => source !== "flag")
    ? migrations.flatMap(({ source }) => rememberedAnswers(source).renames)
    : [];
}

const read: Readonly<Record<string, (text: string) => Partial<Answers>>> = {
  rename: (text) => ({ renames: [parseRename(text, "header")] }),
  drop: (text) => ({ drops: [parseDrop(text, "header")] }),
  using: (text) => ({ usings: [parseColumnSql(text, "header")] }),
  "using-back": (text) => ({ usingsBack: [parseColumnSql(text, "header")] }),
  backfill: (text) => ({ backfills: [parseColumnSql(text, "header")] }),
  map: (text) => ({ maps: [parseMap(text, "header")] }),
};

/** The flags in a migration's header, read again. Whatever is said now is stronger. */
export function rememberedAnswers(source: string): Answers {
  const flags = source.matchAll(/^\s*(?:\*|--) {3}--(rename|drop|using|using-back|backfill|map) (.+)$/gm);
  const all = [...flags].map(([, flag = "", text = ""]) => read[flag]?.(unquoted(text.trim())) ?? {});
  return joinAnswers(...all.map((each) => ({ ...noAnswers, ...each })));
}

function unquoted(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("'\\''", "'") : text;
}
