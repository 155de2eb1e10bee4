import type { DataType, QualifiedName } from "../schema";

/** What a query tells of a type: of the element's, when it is an array. */
export interface TypeRow {
  /** `format_type` with the column's modifiers. */
  readonly type: string;
  readonly type_schema: string;
  readonly type_name: string;
  readonly type_array: boolean;
  readonly type_extension: string | null;
}

export function dataTypeOf(row: TypeRow): DataType {
  const { name, modifiers } = split(row.type);
  const builtIn = row.type_schema === "pg_catalog";
  return {
    schema: builtIn ? null : row.type_schema,
    name: builtIn ? name : row.type_name,
    modifiers,
    array: row.type_array,
    extension: row.type_extension,
  };
}

/** `timestamp(3) without time zone` is a `timestamp without time zone` of 3; the fields of an interval modify it. */
function split(type: string): { name: string; modifiers: string | null } {
  if (type.startsWith("interval ")) return { name: "interval", modifiers: type.slice("interval ".length) };
  const [parentheses, modifiers = null] = /\(([^)]*)\)/.exec(type) ?? [""];
  return { name: type.replace(parentheses, ""), modifiers };
}

/** A name beside its schema; null where there is no name. */
export function qualifiedName(schema: string | null, name: string | null): QualifiedName | null {
  if (name === null) return null;
  return { schema: schema === "pg_catalog" ? null : schema, name };
}
