import { prefixOf, type Renaming, rekey, renamingText } from "../change";
import type { Schema } from "../schema";
import { type Candidate, candidatesOf } from "./candidates";
import { thingText } from "./things";

/** Something that is gone from the entities, and what it may have become. */
export interface Question {
  readonly kind: Renaming["kind"];
  /** Qualified, quoted where needed: `public.users.name`. */
  readonly removed: string;
  /** Most likely first. Dropping it is always the other answer. */
  readonly candidates: readonly Answer[];
  /** The flag that says it is gone: `--drop column:public.users.name`. */
  readonly drop: string;
}

export interface Answer {
  readonly renaming: Renaming;
  readonly score: number;
  /** The flag that says so: `--rename column:public.users.name=full_name`. */
  readonly flag: string;
}

/** Whether a person has said that the thing is to go. */
export type IsDropped = (kind: Renaming["kind"], removed: string) => boolean;

/**
 * The questions that stand between the schemas once these renames are made: tables, enums and views first; the columns
 * of a table are asked about only when no question about whole tables is left.
 */
export function questionsOf(
  current: Schema,
  desired: Schema,
  renamings: readonly Renaming[],
  isDropped: IsDropped,
): Question[] {
  const open = candidatesOf(rekey(current, renamings), desired).filter(
    ({ renaming }) => !isDropped(renaming.kind, removedOf(renaming)),
  );
  const whole = open.filter(({ renaming }) => renaming.kind !== "column" && renaming.kind !== "enumValue");
  return grouped(whole.length > 0 ? whole : open);
}

function grouped(candidates: readonly Candidate[]): Question[] {
  const questions = new Map<string, Question>();
  for (const { renaming, score } of candidates) {
    const removed = removedOf(renaming);
    const key = `${prefixOf(renaming.kind)}:${removed}`;
    const known = questions.get(key) ?? {
      kind: renaming.kind,
      removed,
      candidates: [],
      drop: `--drop ${shellQuote(key)}`,
    };
    const answer = { renaming, score, flag: `--rename ${shellQuote(renamingText(renaming))}` };
    questions.set(key, { ...known, candidates: [...known.candidates, answer] });
  }
  return [...questions.values()].sort((a, b) => (a.removed < b.removed ? -1 : 1));
}

function removedOf(renaming: Renaming): string {
  switch (renaming.kind) {
    case "namespace":
      return renaming.from;
    case "column":
      return thingText({ kind: "column", table: renaming.table, name: renaming.from });
    case "enumValue":
      return thingText({ kind: "enumValue", enum: renaming.enum, name: renaming.from });
    default:
      return thingText({ kind: renaming.kind, path: renaming.from });
  }
}

/** As a POSIX shell takes it for one word. */
export function shellQuote(text: string): string {
  return /^[\w.:=@%+,/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
