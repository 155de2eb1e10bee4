import {
  type Column,
  filterSchema,
  type Index,
  idOf,
  isTableChild,
  listOf,
  qualify,
  quoteIdentifier,
  type Schema,
  type SchemaObject,
} from "../schema";

/**
 * The part of the live schema that the tool may touch: what the entities describe, what our migrations made, and
 * what hangs on either. Everything else (tables of no entity, objects that entities cannot express) is left alone.
 *
 * @param made qualified names of the tables, views and indexes that the project's migrations created, and names of schemas
 */
export function scope(current: Schema, desired: Schema, made: ReadonlySet<string>): Schema {
  const entities = new Set([...desired.objects.values()].map(relationOf).filter((path) => path !== null));
  const ours = (path: string | null) => path !== null && (entities.has(path) || made.has(path));
  const described = (object: SchemaObject) => desired.objects.has(idOf(object));
  const relations = new Set([...current.objects.values()].map(relationOf).filter(ours));
  const types = new Set(
    listOf(current, "column")
      .filter((column) => relations.has(relationOf(column)))
      .map(typeOf),
  );
  return filterSchema(current, (object) => {
    switch (object.kind) {
      case "namespace":
        return described(object) || made.has(quoteIdentifier(object.name));
      case "extension":
        return described(object);
      case "enum":
        return types.has(qualify(object.schema, object.name)) || described(object);
      case "sequence":
        return object.ownedBy === null
          ? described(object)
          : relations.has(qualify(object.ownedBy.schema, object.ownedBy.table));
      case "foreignKey":
        // No entity can say a key to a table of no entity.
        return (
          relations.has(relationOf(object)) &&
          relations.has(qualify(object.references.schema, object.references.table))
        );
      case "index":
        return (
          relations.has(relationOf(object)) &&
          (isSayable(object) || described(object) || made.has(qualify(object.schema, object.name)))
        );
      case "table":
      case "column":
      case "primaryKey":
      case "unique":
      case "check":
      case "exclusion":
      case "view":
      case "materializedView":
        return relations.has(relationOf(object));
    }
  });
}

/** The table, view or materialized view an object is or lives on; null for what lives on none. */
function relationOf(object: SchemaObject): string | null {
  if (isTableChild(object)) return qualify(object.schema, object.table);
  switch (object.kind) {
    case "table":
    case "view":
    case "materializedView":
      return qualify(object.schema, object.name);
    case "namespace":
    case "extension":
    case "enum":
    case "sequence":
      return null;
  }
}

const typeOf = (column: Column) => qualify(column.type.schema, column.type.name);

/** Whether TypeORM's decorators could describe the index. */
function isSayable(index: Index): boolean {
  return (
    index.include.length === 0 &&
    !index.nullsNotDistinct &&
    index.keys.every(
      (key) =>
        key.column !== null &&
        key.operatorClass === null &&
        key.collation === null &&
        !key.descending &&
        !key.nullsFirst,
    )
  );
}
