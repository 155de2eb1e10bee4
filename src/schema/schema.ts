import { groupBy } from "./collections";
import { type Id, idOf } from "./identity";
import type { ObjectKind, ObjectOf, SchemaObject, TableChild } from "./objects";

/** A database schema as one inert value. Iteration follows the order in which the source lists its objects. */
export interface Schema {
  readonly objects: ReadonlyMap<Id, SchemaObject>;
}

export const emptySchema: Schema = schemaOf([]);

/** Collects objects into a schema. Throws on two objects of one identity: that is a bug of the reader. */
export function schemaOf(objects: Iterable<SchemaObject>): Schema {
  const map = new Map<Id, SchemaObject>();
  for (const object of objects) {
    const id = idOf(object);
    if (map.has(id)) throw new Error(`two objects are both ${id}`);
    map.set(id, deepFreeze(object));
  }
  return Object.freeze({ objects: map });
}

const byKind = new WeakMap<Schema, ReadonlyMap<ObjectKind, readonly SchemaObject[]>>();

/** The objects of one kind, in the schema's order. */
export function listOf<K extends ObjectKind>(schema: Schema, kind: K): readonly ObjectOf<K>[] {
  const known = byKind.get(schema) ?? groupBy(schema.objects.values(), (object) => object.kind);
  byKind.set(schema, known);
  return (known.get(kind) ?? []) as readonly ObjectOf<K>[];
}

export function filterSchema(schema: Schema, keep: (object: SchemaObject) => boolean): Schema {
  return schemaOf([...schema.objects.values()].filter(keep));
}

/** Both; where they have an object of one identity, as the second has it. */
export function joinSchemas(first: Schema, second: Schema): Schema {
  return schemaOf(new Map([...first.objects, ...second.objects]).values());
}

export function mapSchema(schema: Schema, change: (object: SchemaObject) => SchemaObject): Schema {
  return schemaOf([...schema.objects.values()].map(change));
}

export function isTableChild(object: SchemaObject): object is TableChild {
  return "table" in object;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const child of Object.values(value)) deepFreeze(child);
  }
  return value;
}
