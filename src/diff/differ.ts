import { type Alter, alterationOf, type Change, creationOf, dropOf, renameOf } from "../change";
import { idOf, type Schema, type SchemaObject } from "../schema";
import { differingAspects } from "./aspects";
import { pairRenames } from "./names";

/**
 * What must happen to `current` so that it is `desired`. Pure; the order is that of the schemas, not one to run in.
 * Both schemas must be complete and comparable (see `reconcile/`).
 */
export function diff(current: Schema, desired: Schema): Change[] {
  const dropped = missing(current, desired);
  const created = missing(desired, current);
  const renames = pairRenames(dropped, created);
  const renamed = new Set<SchemaObject>(renames.flatMap(({ from, to }) => [from, to]));
  return [
    ...renames.map(({ from, to }) => renameOf(from, to)),
    ...dropped.filter((from) => !renamed.has(from)).map(dropOf),
    ...created.filter((to) => !renamed.has(to)).map(creationOf),
    ...alterations(current, desired),
  ];
}

function missing(from: Schema, to: Schema): SchemaObject[] {
  return [...from.objects.values()].filter((object) => counterpart(object, to) === null);
}

/** What an object is on the other side. An index has its name from its schema: on another table it is another. */
function counterpart(object: SchemaObject, { objects }: Schema): SchemaObject | null {
  const other = objects.get(idOf(object));
  if (other === undefined) return null;
  return object.kind === "index" && other.kind === "index" && other.table !== object.table ? null : other;
}

function alterations(current: Schema, desired: Schema): Alter[] {
  return [...desired.objects.values()].flatMap((to) => alteration(current, to));
}

function alteration(current: Schema, to: SchemaObject): Alter[] {
  const from = counterpart(to, current);
  if (from === null) return [];
  const aspects = differingAspects(to.kind, from, to);
  return aspects.length === 0 ? [] : [alterationOf(from, to, aspects)];
}
