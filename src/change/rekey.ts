import type { DataType, Id, QualifiedName, Schema, SchemaObject, Sequence } from "../schema";
import { isTableChild, mapSchema } from "../schema";
import { type Path, type Renaming, samePath } from "./renaming";
import { inSequence } from "./sequence";

/**
 * The schema with every mention of the old name replaced, one renaming after the other. Expressions and queries keep
 * their text: only PostgreSQL rewrites those, and says how when the renaming runs in a scratch database.
 */
export function rekey(schema: Schema, renamings: readonly Renaming[]): Schema {
  return inSequence(renamings).reduce(
    (current, renaming) => mapSchema(current, (object) => rename(object, renaming)),
    schema,
  );
}

/** What each object of the schema is called afterwards, by what it is called now. */
export function renamedIds(schema: Schema, renamings: readonly Renaming[]): ReadonlyMap<Id, Id> {
  const after = [...rekey(schema, renamings).objects.keys()];
  return new Map([...schema.objects.keys()].map((id, position) => [id, after[position] ?? id]));
}

function rename(object: SchemaObject, renaming: Renaming): SchemaObject {
  switch (renaming.kind) {
    case "namespace":
      return renameNamespace(object, renaming.from, renaming.to);
    case "table":
    case "view":
    case "materializedView":
      return renameRelation(object, renaming.from, renaming.to);
    case "enum":
      return renameEnum(object, renaming.from, renaming.to);
    case "sequence":
    case "index":
      return object.kind === renaming.kind && samePath(object, renaming.from)
        ? { ...object, ...renaming.to }
        : object;
    case "column":
      return renameColumn(object, renaming.table, renaming.from, renaming.to);
    case "enumValue":
      return object.kind === "enum" && samePath(object, renaming.enum)
        ? { ...object, labels: object.labels.map((label) => (label === renaming.from ? renaming.to : label)) }
        : object;
  }
}

function renameNamespace(object: SchemaObject, from: string, to: string): SchemaObject {
  if (object.kind === "namespace") return object.name === from ? { ...object, name: to } : object;
  const schemaOf = (schema: string | null) => (schema === from ? to : schema);
  const moved = JSON.parse(JSON.stringify(object), (key, value) =>
    key === "schema" ? schemaOf(value) : value,
  );
  return moved as SchemaObject;
}

function renameRelation(object: SchemaObject, from: Path, to: Path): SchemaObject {
  const is = (path: Path) => samePath(path, from);
  if (object.kind === "foreignKey") {
    const { references } = object;
    const parent = is({ schema: references.schema, name: references.table });
    const renamed = parent
      ? { ...object, references: { ...references, schema: to.schema, table: to.name } }
      : object;
    return is({ schema: object.schema, name: object.table })
      ? { ...renamed, schema: to.schema, table: to.name }
      : renamed;
  }
  if (isTableChild(object))
    return is({ schema: object.schema, name: object.table })
      ? { ...object, schema: to.schema, table: to.name }
      : object;
  switch (object.kind) {
    case "table":
      return is(object) ? { ...object, ...to } : object;
    case "view":
    case "materializedView":
      return {
        ...object,
        ...(is(object) ? to : {}),
        reads: object.reads.map((read) => (is(read) ? { ...read, ...to } : read)),
      };
    case "sequence":
      return renameOwner(object, is, to);
    case "namespace":
    case "extension":
    case "enum":
      return object;
  }
}

/** A sequence follows its table to another schema; its own name stays. */
function renameOwner(sequence: Sequence, is: (path: Path) => boolean, to: Path): Sequence {
  const { ownedBy } = sequence;
  return ownedBy !== null && is({ schema: ownedBy.schema, name: ownedBy.table })
    ? { ...sequence, schema: to.schema, ownedBy: { ...ownedBy, schema: to.schema, table: to.name } }
    : sequence;
}

function renameEnum(object: SchemaObject, from: Path, to: Path): SchemaObject {
  if (object.kind === "enum") return samePath(object, from) ? { ...object, ...to } : object;
  return object.kind === "column" && isType(object.type, from)
    ? { ...object, type: { ...object.type, ...to } }
    : object;
}

const isType = (type: DataType, path: QualifiedName) =>
  type.schema === path.schema && type.name === path.name;

function renameColumn(object: SchemaObject, table: Path, from: string, to: string): SchemaObject {
  const name = (column: string) => (column === from ? to : column);
  if (object.kind === "sequence") {
    const { ownedBy } = object;
    return ownedBy?.schema === table.schema && ownedBy.table === table.name
      ? { ...object, ownedBy: { ...ownedBy, column: name(ownedBy.column) } }
      : object;
  }
  if (object.kind === "foreignKey") {
    const { references } = object;
    const own = samePath({ schema: object.schema, name: object.table }, table);
    const parent = samePath({ schema: references.schema, name: references.table }, table);
    return {
      ...object,
      ...(own
        ? { columns: object.columns.map(name), onDeleteColumns: object.onDeleteColumns.map(name) }
        : {}),
      ...(parent ? { references: { ...references, columns: references.columns.map(name) } } : {}),
    };
  }
  if (!isTableChild(object) || !samePath({ schema: object.schema, name: object.table }, table)) return object;
  switch (object.kind) {
    case "column":
      return { ...object, name: name(object.name) };
    case "primaryKey":
    case "unique":
      return { ...object, columns: object.columns.map(name), include: object.include.map(name) };
    case "index":
      return {
        ...object,
        include: object.include.map(name),
        keys: object.keys.map((key) => (key.column === null ? key : { ...key, column: name(key.column) })),
      };
    case "check":
    case "exclusion":
      return object;
  }
}
