import { type Answers, joinAnswers, noAnswers, type Said } from "../change";
import { shellQuote } from "../schema";
import type { Decision } from "./decision";
import { parseColumnSql, parseDrop, parseMap, parseRename } from "./hints";

/** What was said and has had an effect, as the flags that say it: for the header of the migration that came of it. */
export function flagsOf(
  { renames, drops, usings, backfills, maps }: Answers,
  { spent, overruled }: Pick<Decision, "spent" | "overruled">,
): string[] {
  const idle = new Set<Said>([...spent, ...overruled]);
  const said = { rename: renames, drop: drops, using: usings, backfill: backfills, map: maps };
  const flags = Object.entries(said).flatMap(([flag, all]) =>
    all.filter((each) => !idle.has(each)).map(({ text }) => `--${flag} ${shellQuote(text)}`),
  );
  return [...new Set(flags)];
}

const read: Readonly<Record<string, (text: string) => Partial<Answers>>> = {
  rename: (text) => ({ renames: [parseRename(text, "decorator")] }),
  drop: (text) => ({ drops: [parseDrop(text, "decorator")] }),
  using: (text) => ({ usings: [parseColumnSql(text, "decorator")] }),
  backfill: (text) => ({ backfills: [parseColumnSql(text, "decorator")] }),
  map: (text) => ({ maps: [parseMap(text, "decorator")] }),
};

/** The flags in a migration's header, read again. They are as lasting as a decorator, and as weak. */
export function rememberedAnswers(source: string): Answers {
  const flags = source.matchAll(/^\s*(?:\*|--) {3}--(rename|drop|using|backfill|map) (.+)$/gm);
  const all = [...flags].map(([, flag = "", text = ""]) => read[flag]?.(unquoted(text.trim())) ?? {});
  return joinAnswers(...all.map((each) => ({ ...noAnswers, ...each })));
}

function unquoted(text: string): string {
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("'\\''", "'") : text;
}
