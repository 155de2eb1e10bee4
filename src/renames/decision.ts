import { type Renaming, rekey } from "../change";
import { SchemaError } from "../errors";
import type { Schema } from "../schema";
import type { DropHint, Hint } from "./hints";
import { strongest } from "./precedence";
import { type Question, questionsOf } from "./questions";
import { resolveHints } from "./resolve";
import { didYouMean } from "./similar";
import { allThings, exists, meaningsOf, type Thing, thingText } from "./things";

/** What a person has said about what the schemas cannot tell. */
export interface Answers {
  readonly renames: readonly Hint[];
  readonly drops: readonly DropHint[];
}

export const noAnswers: Answers = { renames: [], drops: [] };

export interface Decision {
  readonly renamings: readonly Renaming[];
  /** Hints that say what has happened already. */
  readonly spent: readonly Hint[];
  /** What is still to be answered before anything may be written. */
  readonly questions: readonly Question[];
  /** What a person wants gone: `column public.users.ssn`. */
  readonly dropped: ReadonlySet<string>;
}

/** Weighs what a person has said against both schemas. Throws on an answer that cannot be meant. */
export function decide(
  answers: Answers,
  { current, desired }: { readonly current: Schema; readonly desired: Schema },
  defaultSchema: string,
): Decision {
  const hints = strongest(answers.renames, answers.drops);
  const { renamings, spent } = resolveHints(hints, { current, desired, defaultSchema });
  const renamed = rekey(current, renamings);
  const dropped = new Set(
    answers.drops.flatMap((drop) => meant(drop, [current, renamed], defaultSchema)).map(dropKey),
  );
  const questions = questionsOf(current, desired, renamings, (kind, removed) =>
    dropped.has(`${kind} ${removed}`),
  );
  return { renamings, spent, questions, dropped };
}

const dropKey = (thing: Thing) => `${thing.kind} ${thingText(thing)}`;

/** A column's table may be called by its old or its new name. */
function meant(drop: DropHint, schemas: readonly Schema[], defaultSchema: string): Thing[] {
  const found = schemas.flatMap((schema) =>
    meaningsOf(drop.path, drop.prefix, schema, defaultSchema).filter((thing) => exists(thing, schema)),
  );
  if (found.length > 0) return found;
  const known = schemas.flatMap((schema) => allThings(schema).map(thingText));
  const close = didYouMean(drop.path.join("."), [...new Set(known)]);
  throw new SchemaError({
    code: "HINT_UNKNOWN",
    message: `"--drop ${drop.text}": the database has no such thing.`,
    hint:
      close.length === 0 ? "Correct the name, or leave the flag out." : `Did you mean ${close.join(", ")}?`,
  });
}
