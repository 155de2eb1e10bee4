import { type Column, type Extension, listOf, mapSchema, type Schema } from "../schema";

/**
 * Entities name an extension and its types without a schema. This finds them where they are installed, or, for an
 * extension that is not installed yet, in the schema it will go to.
 */
export function locateExtensions(current: Schema, desired: Schema, defaultSchema: string): Schema {
  const installed = new Map(listOf(current, "extension").map(({ name, schema }) => [name, schema]));
  const schemaOf = (extension: string) => installed.get(extension) ?? defaultSchema;
  return mapSchema(desired, (object) => {
    switch (object.kind) {
      case "extension":
        return { ...object, schema: object.schema ?? schemaOf(object.name) } satisfies Extension;
      case "column":
        return locateType(object, schemaOf);
      default:
        return object;
    }
  });
}

function locateType(column: Column, schemaOf: (extension: string) => string): Column {
  const { type } = column;
  return type.extension === null || type.schema !== null
    ? column
    : { ...column, type: { ...type, schema: schemaOf(type.extension) } };
}
