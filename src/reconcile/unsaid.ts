import type { Aspect } from "../change";
import {
  type Index,
  type IndexKey,
  idOf,
  mapSchema,
  type ObjectKind,
  type Schema,
  type SchemaObject,
} from "../schema";

/** Properties on which TypeORM's entities are silent. What they do not say stays as it is. */
const unsaid: { readonly [K in ObjectKind]: readonly Aspect<K>[] } = {
  namespace: ["comment"],
  extension: ["schema"],
  enum: ["comment"],
  sequence: ["start", "increment", "minimum", "maximum", "cache", "cycle", "comment"],
  table: ["unlogged", "partitionKey"],
  column: [],
  primaryKey: ["include", "deferrable", "comment"],
  unique: ["include", "nullsNotDistinct", "comment"],
  check: ["noInherit", "validated", "comment"],
  exclusion: ["comment"],
  foreignKey: ["onDeleteColumns", "match", "validated", "comment"],
  index: ["nullsNotDistinct", "include", "storage", "valid", "comment"],
  view: ["options", "comment"],
  materializedView: ["options", "comment", "populated"],
};

/** The desired schema with everything the entities do not say taken over from the live object of the same identity. */
export function inheritUnsaid(current: Schema, desired: Schema): Schema {
  return mapSchema(desired, (object) => {
    const live = current.objects.get(idOf(object));
    return live === undefined ? object : inherit(live, object);
  });
}

function inherit(live: SchemaObject, object: SchemaObject): SchemaObject {
  const silent: readonly string[] = silentAspects(live, object);
  const taken = Object.fromEntries(Object.entries(live).filter(([property]) => silent.includes(property)));
  const merged = { ...object, ...taken } as SchemaObject;
  return merged.kind === "index" && live.kind === "index"
    ? { ...merged, keys: inheritKeys(live, merged) }
    : merged;
}

function silentAspects(live: SchemaObject, object: SchemaObject): readonly string[] {
  // A sequence of another type has other bounds.
  if (live.kind === "sequence" && object.kind === "sequence" && live.type !== object.type)
    return unsaid.sequence.filter((aspect) => aspect !== "minimum" && aspect !== "maximum");
  return unsaid[object.kind];
}

/** Entities name the columns of an index, not their order, operator class or collation. */
function inheritKeys(live: Index, object: Index): readonly IndexKey[] {
  const sameColumns =
    live.keys.length === object.keys.length &&
    live.method === object.method &&
    live.keys.every((key, position) => key.column !== null && key.column === object.keys[position]?.column);
  return sameColumns ? live.keys : object.keys;
}
