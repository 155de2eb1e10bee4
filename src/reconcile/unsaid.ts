import type { Aspect } from "../change";
import {
  type Index,
  type IndexKey,
  idOf,
  mapSchema,
  type ObjectKind,
  type QualifiedName,
  type SaidProperties,
  type Schema,
  type SchemaObject,
} from "../schema";

/** Properties on which TypeORM's entities are silent. What they do not say stays as it is. */
const unsaid: { readonly [K in ObjectKind]: readonly Aspect<K>[] } = {
  namespace: ["comment"],
  extension: ["schema"],
  enum: ["comment"],
  sequence: ["start", "increment", "minimum", "maximum", "cache", "cycle", "comment"],
  table: ["unlogged", "partitionKey", "parts", "inherited", "storage"],
  column: [],
  primaryKey: ["include", "deferrable", "comment"],
  unique: ["include", "nullsNotDistinct", "comment"],
  check: ["noInherit", "validated", "comment"],
  exclusion: ["comment"],
  foreignKey: ["onDeleteColumns", "match", "validated", "comment"],
  index: ["nullsNotDistinct", "include", "storage", "comment"],
  view: ["options", "comment", "grants", "owner", "notes"],
  materializedView: ["options", "comment", "grants", "owner", "notes", "populated"],
};

/** The desired schema with everything the entities do not say taken over from the live object of the same identity. */
export function inheritUnsaid(current: Schema, desired: Schema, said: SaidProperties): Schema {
  return mapSchema(desired, (object) => {
    const live = current.objects.get(idOf(object));
    return live === undefined ? object : inherit(live, object, said.get(idOf(object)) ?? []);
  });
}

function inherit(live: SchemaObject, object: SchemaObject, said: readonly string[]): SchemaObject {
  const silent = silentAspects(live, object).filter((aspect) => !said.includes(aspect));
  const isTaken = ([property]: [string, unknown]) => silent.includes(property);
  const taken = silent.length === 0 ? {} : Object.fromEntries(Object.entries(live).filter(isTaken));
  const merged = { ...object, ...taken } as SchemaObject;
  if (merged.kind === "index" && live.kind === "index")
    return {
      ...merged,
      keys: said.includes("keys") ? namedAs(live, merged.keys) : inheritKeys(live, merged),
    };
  if (object.kind === "table" && live.kind === "table")
    return { ...object, ...taken, storage: inheritStorage(live.storage, object.storage, said) };
  if (merged.kind === "column" && live.kind === "column")
    return { ...merged, collation: sameName(merged.collation, live.collation) };
  return merged;
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

/** Each parameter is said, or not, by itself. */
function inheritStorage(live: readonly string[], own: readonly string[], said: readonly string[]): string[] {
  const settled = new Set([...said, ...own.map(sayingOf)]);
  return [...live.filter((parameter) => !settled.has(sayingOf(parameter))), ...own].toSorted();
}

/** `fillfactor=80` → `storage.fillfactor` */
const sayingOf = (parameter: string) => `storage.${parameter.split("=", 1)[0]}`;

/** Keys whose operator classes and collations are those of the live index where they name the same. */
function namedAs(live: Index, keys: readonly IndexKey[]): IndexKey[] {
  return keys.map((key, position) => ({
    ...key,
    collation: sameName(key.collation, live.keys[position]?.collation ?? null),
    operatorClass: sameName(key.operatorClass, live.keys[position]?.operatorClass ?? null),
  }));
}

/** A name without its schema means what it finds. */
function sameName(said: QualifiedName | null, live: QualifiedName | null): QualifiedName | null {
  return said !== null && said.schema === null && said.name === live?.name ? live : said;
}
