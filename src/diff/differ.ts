import type { Alter, Change, Create, Drop, Rename } from "../change";
import type { Id, Schema, SchemaObject } from "../schema";
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
    ...renames.map(({ from, to }) => ({ action: "rename", kind: to.kind, from, to }) as Rename),
    ...dropped
      .filter((from) => !renamed.has(from))
      .map((from) => ({ action: "drop", kind: from.kind, from, to: null }) as Drop),
    ...created
      .filter((to) => !renamed.has(to))
      .map((to) => ({ action: "create", kind: to.kind, from: null, to }) as Create),
    ...alterations(current, desired),
  ];
}

function missing(from: Schema, to: Schema): SchemaObject[] {
  return [...from.objects].filter(([id]) => !to.objects.has(id)).map(([, object]) => object);
}

function alterations(current: Schema, desired: Schema): Alter[] {
  return [...desired.objects].flatMap(([id, to]) => alteration(current, id, to));
}

function alteration(current: Schema, id: Id, to: SchemaObject): Alter[] {
  const from = current.objects.get(id);
  if (from === undefined) return [];
  const aspects = differingAspects(to.kind, from, to);
  return aspects.length === 0 ? [] : [{ action: "alter", kind: to.kind, from, to, aspects } as Alter];
}
