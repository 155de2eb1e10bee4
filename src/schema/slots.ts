import { idOf } from "./identity";
import type { SchemaObject } from "./objects";
import { qualify } from "./quoting";

/** What tables, views, sequences and indexes of one schema share. */
export const relationSlot = (schema: string, name: string) => `relation ${qualify(schema, name)}`;

const typeSlot = (schema: string, name: string) => `type ${qualify(schema, name)}`;
const keySlot = (schema: string, table: string) => `primary key of ${qualify(schema, table)}`;
const constraintSlot = (schema: string, table: string, name: string) =>
  `constraint ${qualify(schema, table)} ${name}`;

/** Every name an object takes that no other object can have at the same time. */
export function slotsOf(object: SchemaObject): string[] {
  switch (object.kind) {
    case "namespace":
    case "extension":
    case "column":
      return [idOf(object)];
    case "enum":
      return [typeSlot(object.schema, object.name)];
    case "sequence":
    case "index":
      return [relationSlot(object.schema, object.name)];
    // A row of it is a type.
    case "table":
    case "view":
    case "materializedView":
      return [relationSlot(object.schema, object.name), typeSlot(object.schema, object.name)];
    case "primaryKey":
      return [
        keySlot(object.schema, object.table),
        constraintSlot(object.schema, object.table, object.name),
        relationSlot(object.schema, object.name),
      ];
    case "unique":
    case "exclusion":
      return [
        constraintSlot(object.schema, object.table, object.name),
        relationSlot(object.schema, object.name),
      ];
    case "check":
    case "foreignKey":
      return [constraintSlot(object.schema, object.table, object.name)];
  }
}
