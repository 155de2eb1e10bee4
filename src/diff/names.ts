import { groupBy, idOf, isTableChild, type ObjectKind, qualify, type SchemaObject } from "../schema";
import { differingAspects } from "./aspects";

interface Pair {
  readonly from: SchemaObject;
  readonly to: SchemaObject;
}

/** Kinds whose name carries no meaning for data: two that differ in the name alone are one object. */
const nameIsALabel: { readonly [K in ObjectKind]: boolean } = {
  namespace: false,
  extension: false,
  enum: false,
  sequence: false,
  table: false,
  column: false,
  primaryKey: true,
  unique: true,
  check: true,
  exclusion: true,
  foreignKey: true,
  index: true,
  view: false,
  materializedView: false,
};

/** Pairs each dropped object with a created one that is the same but for its name. First come, first served. */
export function pairRenames(dropped: readonly SchemaObject[], created: readonly SchemaObject[]): Pair[] {
  const free = groupBy(
    created.filter((object) => nameIsALabel[object.kind]),
    homeOf,
  );
  return dropped.flatMap((from) => {
    const candidates = free.get(homeOf(from)) ?? [];
    const position = candidates.findIndex((to) => differingAspects(from.kind, from, to).length === 0);
    return position < 0 ? [] : candidates.splice(position, 1).map((to) => ({ from, to }));
  });
}

const homeOf = (object: SchemaObject) =>
  isTableChild(object) ? `${object.kind} ${qualify(object.schema, object.table)}` : idOf(object);
