import { prefixOf, type Renaming, rekey, renamingText } from "../change";
import { listOf, pathOf, type Schema, shellQuote } from "../schema";
import { type Candidate, candidatesOf } from "./candidates";
import { followers } from "./followers";
import { referencesOf } from "./references";
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
 * The questions that stand between the schemas once these renames are made: tables and views first; then the columns, and
 * only when none of them is left enums, which are called after their columns and follow them.
 */
export function questionsOf(
  current: Schema,
  desired: Schema,
  renamings: readonly Renaming[],
  isDropped: IsDropped,
): Question[] {
  const now = rekey(current, renamings);
  const open = candidatesOf(now, desired).filter(
    ({ renaming }) => !isDropped(renaming.kind, removedOf(renaming)),
  );
  const whole = open.filter(({ renaming }) => !["column", "enum", "enumValue"].includes(renaming.kind));
  if (whole.length > 0) return leading(grouped(whole), now, desired);
  const columns = open.some(({ renaming }) => renaming.kind === "column");
  return grouped(columns ? open.filter(({ renaming }) => renaming.kind !== "enum") : open);
}

/** Without those about join tables that the likeliest answers to the others settle: they are asked when those differ. */
function leading(questions: readonly Question[], now: Schema, desired: Schema): Question[] {
  const isJoin = new Set(
    listOf(now, "table")
      .filter((table) => referencesOf(table, now) !== null)
      .map(pathOf),
  );
  const others = questions.filter(({ kind, removed }) => kind !== "table" || !isJoin.has(removed));
  const likeliest = others.flatMap(({ candidates: [first] }) =>
    first === undefined ? [] : [first.renaming],
  );
  const settled = followers(rekey(now, likeliest), desired, likeliest).map(removedOf);
  return questions.filter((question) => others.includes(question) || !settled.includes(question.removed));
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
