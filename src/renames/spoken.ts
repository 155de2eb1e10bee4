import type { Answers, Renaming } from "../change";
import { joinAnswers, noAnswers, renamedId, renamingText } from "../change";
import { type Id, makeId, shellQuote } from "../schema";
import { parseColumnSql, parseDrop, parseMap, parseRename } from "./hints";
import type { Answer, Question } from "./questions";
import type { Wanted } from "./wanted";

/** An answer that a person gave when asked, in every form in which it can be kept. */
export interface Spoken {
  readonly kind: "rename" | "drop" | "backfill" | "map";
  /** As the flag of that name takes it. */
  readonly text: string;
  /** The same as a decorator of what the object is described by; null where no decorator says it. */
  readonly decorator: SpokenDecorator | null;
}

export interface SpokenDecorator {
  readonly id: Id;
  readonly name: "RenamedFrom" | "Backfill";
  readonly arguments: readonly string[];
}

export const flagOf = ({ kind, text }: Spoken) => `--${kind} ${shellQuote(text)}`;

export function spokenRename({ renaming }: Answer): Spoken {
  return { kind: "rename", text: renamingText(renaming), decorator: decoratorOf(renaming) };
}

export function spokenDrop({ drop }: Question): Spoken {
  return { kind: "drop", text: unquoted(drop), decorator: null };
}

export function spokenValue({ kind, id, subject, none }: Wanted, value: string): Spoken {
  if (kind === "map" && value === none.value)
    return { kind: "drop", text: unquoted(none.flag), decorator: null };
  // That a table has no rows is said of today, not for ever.
  const lasting = kind === "backfill" && value !== none.value;
  const decorator = lasting ? ({ id, name: "Backfill", arguments: [value] } as const) : null;
  return { kind, text: `${subject}=${value}`, decorator };
}

function decoratorOf(renaming: Renaming): SpokenDecorator | null {
  const of = (...given: string[]) =>
    ({ id: renamedId(renaming), name: "RenamedFrom", arguments: given }) as const;
  switch (renaming.kind) {
    case "column":
      return of(renaming.from);
    case "enumValue":
      return {
        ...of(renaming.from, renaming.to),
        id: makeId("enum", renaming.enum.schema, renaming.enum.name),
      };
    case "table":
    case "view":
    case "materializedView": {
      const { from, to } = renaming;
      return of(from.schema === to.schema ? from.name : `${from.schema}.${from.name}`);
    }
    default:
      return null;
  }
}

export function withSpoken(answers: Answers, { kind, text }: Spoken): Answers {
  switch (kind) {
    case "rename":
      return joinAnswers(answers, { ...noAnswers, renames: [parseRename(text, "flag")] });
    case "drop":
      return joinAnswers(answers, { ...noAnswers, drops: [parseDrop(text, "flag")] });
    case "backfill":
      return joinAnswers(answers, { ...noAnswers, backfills: [parseColumnSql(text, "flag")] });
    case "map":
      return joinAnswers(answers, { ...noAnswers, maps: [parseMap(text, "flag")] });
  }
}

/** The value of a flag that was quoted for the shell. */
function unquoted(flag: string): string {
  const value = flag.replace(/^--\w+ /, "");
  return value.startsWith("'") ? value.slice(1, -1).replaceAll("'\\''", "'") : value;
}
