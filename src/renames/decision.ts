import { type Answers, type DropHint, type Renaming, rekey, type Said } from "../change";
import { SchemaError } from "../errors";
import type { Schema } from "../schema";
import { followers } from "./followers";
import { Claims } from "./precedence";
import { type Question, questionsOf } from "./questions";
import { resolveHints } from "./resolve";
import { didYouMean } from "./similar";
import { allThings, exists, keyOf, meaningsOf, thingText } from "./things";
import type { Wanted } from "./wanted";

export interface Decision {
  readonly renamings: readonly Renaming[];
  /** Answers without effect: what they say has happened already. */
  readonly spent: readonly Said[];
  /** What is still to be answered before anything may be written. */
  readonly questions: readonly Question[];
  /** Values that the rows need. Asked for when every other question is answered. */
  readonly wanted: readonly Wanted[];
  /** What a person wants gone: `column public.users.ssn`. */
  readonly dropped: ReadonlySet<string>;
}

/** Weighs what a person has said against both schemas. Throws on an answer that cannot be meant. */
export function decide(
  answers: Answers,
  { current, desired }: { readonly current: Schema; readonly desired: Schema },
  defaultSchema: string,
): Decision {
  const claims = new Claims();
  const things = (drop: DropHint, schema: Schema) =>
    meaningsOf(drop.path, drop.prefix, schema, defaultSchema).filter((thing) => exists(thing, schema));
  for (const drop of answers.drops)
    for (const thing of things(drop, current)) claims.accepts(keyOf(thing), "drop", drop);
  const world = { current, desired, defaultSchema };
  const { renamings, spent } = resolveHints(answers.renames, claims, world, (now, confirmed) =>
    followers(now, desired, confirmed),
  );
  const renamed = rekey(current, renamings);
  const dropped = new Set(
    answers.drops.flatMap((drop) => {
      // A column's table may be called by its old or its new name.
      const found = [
        ...things(drop, current).filter((thing) => claims.holds(keyOf(thing), "drop")),
        ...things(drop, renamed),
      ];
      if (found.length === 0 && things(drop, current).length === 0) throw unknown(drop, [current, renamed]);
      return found.map(keyOf);
    }),
  );
  const mapped = new Set(
    answers.maps.flatMap(({ path }) => meaningsOf(path, "enum-value", current, defaultSchema).map(keyOf)),
  );
  const questions = questionsOf(
    current,
    desired,
    renamings,
    (kind, removed) => dropped.has(`${kind} ${removed}`) || mapped.has(`${kind} ${removed}`),
  );
  return { renamings, spent, questions, wanted: [], dropped };
}

function unknown({ path, text }: DropHint, schemas: readonly Schema[]): SchemaError {
  const known = schemas.flatMap((schema) => allThings(schema).map(thingText));
  const close = didYouMean(path.join("."), [...new Set(known)]);
  return new SchemaError({
    code: "HINT_UNKNOWN",
    message: `"--drop ${text}": the database has no such thing.`,
    hint:
      close.length === 0 ? "Correct the name, or leave the flag out." : `Did you mean ${close.join(", ")}?`,
  });
}
