import { type Alter, type Change, subjectOf } from "../change";
import {
  groupBy,
  type Id,
  idOf,
  makeId,
  relationSlot,
  type Schema,
  type SchemaObject,
  type Sequence,
  slotsOf,
} from "../schema";
import { dependenciesOf } from "./dependencies";
import { columnsOfType, isRebuilt } from "./enums";
import type { World } from "./renderer";
import type { Step } from "./steps";

/** `before` must run before `after`, and why. */
export interface Edge {
  readonly before: Step;
  readonly after: Step;
  readonly reason: string;
}

/** Every constraint on the order of the steps. */
export function edgesOf(steps: readonly Step[], world: World): Edge[] {
  // What draws from a sequence needs it to exist, however it is altered.
  const makers = index(steps, (change) =>
    change.to === null || (change.kind === "sequence" && change.action === "alter")
      ? []
      : [idOf(change.to), ...retyped(change, world.after)],
  );
  const unmakers = index(steps, (change) => (isRealDrop(change) ? [idOf(change.from)] : []));
  const alterers = index(steps, (change) =>
    change.action === "alter" && !isGivenAway(change)
      ? [idOf(change.from), ...retyped(change, world.before)]
      : [],
  );
  const takers = index(steps, (change) => (change.to === null ? [] : taken(change)));
  const turns = groupBy(
    steps.filter(({ change }) => change.action === "alter"),
    ({ change }): SchemaObject | null => change.from,
  );
  return steps
    .flatMap((step) => [
      ...edges([step], sequels(step, turns), "the first of two turns"),
      ...needs(step, world.after).flatMap(([id, dependant]) =>
        edges(makers.get(id), [step], `${dependant} needs ${id}`),
      ),
      ...stoodOn(step, world.before).flatMap(([id, dependant]) =>
        edges([step], unmakers.get(id), `${dependant} stands on ${id} until then`),
      ),
      ...formerOwners(step).flatMap(([id, dependant]) =>
        edges([step], unmakers.get(id), `${dependant} would go with ${id}`),
      ),
      ...lettingGo(step, world).flatMap(([id, dependant]) =>
        edges([step], alterers.get(id), `${dependant} would be in the way of ${id}`),
      ),
      ...frees(step).flatMap((slot) => edges([step], takers.get(slot), `${slot} must be free`)),
    ])
    .filter(({ before, after }) => before !== after);
}

/** Another owner makes no difference to what draws from a sequence. */
const isGivenAway = ({ kind, aspects }: Alter) => kind === "sequence" && aspects.join() === "ownedBy";

/** The columns that an enum made anew takes along. */
function retyped(change: Change, schema: Schema): Id[] {
  return change.action === "alter" && change.kind === "enum" && isRebuilt(change)
    ? columnsOfType(schema, change.to).map(idOf)
    : [];
}

const changesOf = (step: Step): Change[] => [step.change, ...step.absorbed];
const isRealDrop = (change: Change) => change.action === "drop" || change.action === "rename";

function index<Key>(steps: readonly Step[], keysOf: (change: Change) => readonly Key[]): Map<Key, Step[]> {
  const pairs = steps.flatMap((step) =>
    changesOf(step).flatMap((change) => keysOf(change).map((key) => ({ key, step }))),
  );
  return new Map(
    [...groupBy(pairs, ({ key }) => key)].map(([key, found]) => [key, found.map(({ step }) => step)]),
  );
}

function edges(before: readonly Step[] = [], after: readonly Step[] = [], reason: string): Edge[] {
  return before.flatMap((first) => after.map((second) => ({ before: first, after: second, reason })));
}

/** What must have been made or altered before the step makes its objects. */
function needs(step: Step, schema: Schema): [Id, Id][] {
  return changesOf(step)
    .filter((change) => change.action === "create" || change.action === "alter")
    .flatMap((change) => pairs(subjectOf(change), schema, change));
}

function pairs(object: SchemaObject, schema: Schema, change: Change): [Id, Id][] {
  const owner = ownerOf(change);
  return [...dependenciesOf(object, schema), ...owner].map((id) => [id, idOf(object)]);
}

/** Giving a sequence away needs the column it goes to; making it does not. */
function ownerOf(change: Change): Id[] {
  if (change.action !== "alter" || change.kind !== "sequence" || change.to.ownedBy === null) return [];
  return [columnOf(change.to.ownedBy), idOf(change.to)];
}

const columnOf = ({ schema, table, column }: NonNullable<Sequence["ownedBy"]>) =>
  makeId("column", schema, table, column);

/** A sequence goes with the column that it belongs to. */
function formerOwners({ change }: Step): [Id, Id][] {
  const isMoved =
    change.action === "alter" && change.kind === "sequence" && change.aspects.includes("ownedBy");
  return isMoved && change.from.ownedBy !== null ? [[columnOf(change.from.ownedBy), idOf(change.from)]] : [];
}

/** What the step's old objects stand on: it may go only when they have gone or let go. */
function stoodOn(step: Step, schema: Schema): [Id, Id][] {
  return changesOf(step).flatMap((change) => {
    if (change.from === null || change.action === "rename") return [];
    const from = change.from;
    return dependenciesOf(from, schema).map((id): [Id, Id] => [id, idOf(from)]);
  });
}

/** What the step's old objects stand on and its new ones do not: altering that is easier when they have let go. */
function lettingGo(step: Step, world: World): [Id, Id][] {
  if (step.change.action === "drop") return stoodOn(step, world.before);
  if (step.change.action !== "alter") return [];
  const still = new Set(dependenciesOf(step.change.to, world.after));
  return stoodOn(step, world.before).filter(([id]) => !still.has(id));
}

function taken(change: Change): string[] {
  if (change.to === null) return [];
  return change.action === "alter" ? countingSlots(change.to, change.from) : slotsOf(change.to);
}

function frees(step: Step): string[] {
  return changesOf(step).flatMap((change) => {
    if (change.from === null) return [];
    return change.action === "alter" ? countingSlots(change.from, change.to) : slotsOf(change.from);
  });
}

/** The name of the sequence behind an identity column, which comes and goes with the identity. */
function countingSlots(object: SchemaObject, other: SchemaObject): string[] {
  if (object.kind !== "column" || object.identity === null) return [];
  if (other.kind !== "column" || other.identity !== null) return [];
  return [relationSlot(object.schema, `${object.table}_${object.name}_seq`)];
}

/** The second turn of an alteration. */
function sequels(
  { change }: Step,
  turns: ReadonlyMap<SchemaObject | null, readonly Step[]>,
): readonly Step[] {
  return change.action === "alter" && change.kind === "column" ? (turns.get(change.to) ?? []) : [];
}
