import {
  type Answers,
  type DropHint,
  type Hint,
  type LabelMap,
  type Renaming,
  rekey,
  type Said,
} from "../change";
import { SchemaError } from "../errors";
import type { Schema } from "../schema";
import { followers } from "./followers";
import { Claims, isLasting } from "./precedence";
import { type Question, questionsOf } from "./questions";
import { resolveHints } from "./resolve";
import { didYouMean } from "./similar";
import { allThings, exists, keyOf, meaningsOf, type Thing, thingText } from "./things";
import type { Wanted } from "./wanted";

export interface Decision {
  readonly renamings: readonly Renaming[];
  /** Answers without effect: what they say has happened already. */
  readonly spent: readonly Said[];
  /** Answers that a stronger one contradicts, or gives as well. */
  readonly overruled: readonly Said[];
  /** What is still to be answered before anything may be written. */
  readonly questions: readonly Question[];
  /** Values that the rows need. Asked for when every other question is answered. */
  readonly wanted: readonly Wanted[];
  /** What a person wants gone: `column public.users.ssn`. */
  readonly dropped: ReadonlySet<string>;
}

/** What was said, without the mappings that a stronger answer about their label beats. */
export const heardOf = (said: Answers, { overruled }: Pick<Decision, "overruled">): Answers => ({
  ...said,
  maps: said.maps.filter((map) => !overruled.includes(map)),
});

/** With the answers about values that have had no effect. */
export const withIdle = (
  decision: Decision,
  { spent, overruled }: Pick<Decision, "spent" | "overruled">,
): Decision => ({
  ...decision,
  spent: [...decision.spent, ...spent],
  overruled: [...decision.overruled, ...overruled],
});

interface Sides {
  readonly current: Schema;
  readonly desired: Schema;
  /** What the migrations of the project have carried out. */
  readonly recorded?: readonly Hint[];
}

/** Weighs what a person has said against both schemas. Throws on an answer that cannot be meant. */
export function decide(
  answers: Answers,
  { current, desired, recorded = [] }: Sides,
  defaultSchema: string,
): Decision {
  const claims = new Claims();
  const things = (drop: DropHint, schema: Schema) =>
    meaningsOf(drop.path, drop.prefix, schema, defaultSchema).filter((thing) => exists(thing, schema));
  for (const drop of answers.drops)
    for (const thing of things(drop, current)) claims.accepts(keyOf(thing), "drop", drop);
  const labels = ({ path }: LabelMap) =>
    meaningsOf(path, "enum-value", current, defaultSchema).filter((thing) => exists(thing, current));
  for (const map of answers.maps)
    for (const thing of labels(map)) claims.accepts(keyOf(thing), mapTo(map), map);
  const world = { current, desired, defaultSchema, recorded };
  const { renamings, ...idle } = resolveHints(answers.renames, claims, world, (now, confirmed) =>
    followers(now, desired, confirmed),
  );
  const renamed = rekey(current, renamings);
  const dropped = new Set<string>();
  const spent: Said[] = [...idle.spent];
  const overruled: Said[] = [...idle.overruled];
  for (const drop of answers.drops) {
    // A column's table may be called by its old or its new name.
    const named = [...things(drop, current), ...things(drop, renamed)];
    const meant = named.filter((thing) => claims.allows(keyOf(thing), "drop", exists(thing, renamed)));
    if (named.length === 0) {
      refuseUnknown(drop, [current, renamed], desired);
      spent.push(drop);
    } else if (meant.length === 0) overruled.push(drop);
    else if (meant.every((thing) => exists(thing, desired))) {
      if (drop.source === "flag") throw stillDescribed(drop);
      spent.push(drop);
    }
    for (const thing of meant) dropped.add(keyOf(thing));
  }
  const mapped = new Set(answers.maps.flatMap(labels).map(keyOf));
  for (const map of answers.maps)
    if (labels(map).some((thing) => !claims.holds(keyOf(thing), mapTo(map)))) overruled.push(map);
  const questions = questionsOf(
    current,
    desired,
    renamings,
    (kind, removed) => dropped.has(`${kind} ${removed}`) || mapped.has(`${kind} ${removed}`),
  );
  return { renamings, spent, overruled, questions, wanted: [], dropped };
}

const mapTo = ({ to }: LabelMap) => `map to ${to}`;

/** What is gone already may be said for ever in a file, unless it looks like a slip of the pen for what goes now. */
function refuseUnknown(drop: DropHint, known: readonly Schema[], desired: Schema): void {
  if (isLasting(drop)) return;
  const { path, text, source } = drop;
  const goes = (thing: Thing) => source === "flag" || !exists(thing, desired);
  const names = known.flatMap((schema) => allThings(schema).filter(goes).map(thingText));
  const close = didYouMean(path.join("."), [...new Set(names)]);
  if (source !== "flag" && close.length === 0) return;
  throw new SchemaError({
    code: "HINT_UNKNOWN",
    message: `"--drop ${text}": the database has no such thing.`,
    hint:
      close.length === 0 ? "Correct the name, or leave the flag out." : `Did you mean ${close.join(", ")}?`,
  });
}

const stillDescribed = ({ text }: DropHint) =>
  new SchemaError({
    code: "HINT_STILL_DESCRIBED",
    message: `"--drop ${text}": the entities still describe it.`,
    hint: "Remove it from the entities, or leave the flag out.",
  });
