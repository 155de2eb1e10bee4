import { createHash } from "node:crypto";
import { idOf, type ObjectKind, type ObjectOf, type Schema, type SchemaObject } from "../schema";

/** What every version of PostgreSQL says in the same words; of expressions, that there is one. */
const told: { readonly [K in ObjectKind]: (object: ObjectOf<K>) => unknown } = {
  namespace: () => null,
  extension: () => null,
  enum: ({ labels }) => labels,
  sequence: ({ type, ownedBy }) => [type, ownedBy],
  table: () => null,
  column: ({ type, notNull, default: text, identity, generated }) => [
    // An extension's types are wherever it is installed.
    type.extension === null ? type.schema : null,
    type.name,
    type.modifiers,
    type.array,
    notNull,
    text !== null,
    identity,
    generated?.stored ?? null,
  ],
  primaryKey: ({ columns, deferrable }) => [columns, deferrable],
  unique: ({ columns, deferrable }) => [columns, deferrable],
  check: () => null,
  exclusion: ({ deferrable }) => deferrable,
  foreignKey: ({ columns, references, onDelete, onUpdate, deferrable }) => [
    columns,
    references.schema,
    references.table,
    references.columns,
    onDelete,
    onUpdate,
    deferrable,
  ],
  index: ({ method, unique, keys, where }) => [
    method,
    unique,
    keys.map(({ column }) => column),
    where !== null,
  ],
  view: () => null,
  materializedView: () => null,
};

/** Sixteen digits that tell two structures apart, the same on every PostgreSQL. */
export function structureOf(schema: Schema): string {
  return hash(schema, (object) => (told[object.kind] as (object: SchemaObject) => unknown)(object)).slice(
    0,
    16,
  );
}

/**
 * All that one server says of a schema, expressions in its own words. Compares with itself alone. Partitions and heirs
 * come and go.
 */
export function wholeOf(schema: Schema): string {
  return hash(schema, (object) =>
    object.kind === "table" ? { ...object, parts: [], inherited: false } : object,
  );
}

function hash(schema: Schema, tell: (object: SchemaObject) => unknown): string {
  const lines = [...schema.objects.values()].map(
    (object) => `${idOf(object)} ${JSON.stringify(tell(object))}`,
  );
  return createHash("sha256").update(lines.sort().join("\n")).digest("hex");
}
