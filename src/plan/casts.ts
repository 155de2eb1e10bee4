import type { DataType } from "../schema";
import { typeSql } from "./types";

/** Types between which PostgreSQL casts by itself when it assigns, in either direction. */
const families: readonly (readonly string[])[] = [
  ["smallint", "integer", "bigint", "numeric", "real", "double precision"],
  ["character varying", "character", "text", "citext"],
  ["timestamp without time zone", "timestamp with time zone", "date"],
  ["time without time zone", "time with time zone"],
  ["json", "jsonb"],
  ["bit", "bit varying"],
  ["inet", "cidr"],
  ["interval"],
];

export function sameFamily(from: DataType, to: DataType): boolean {
  if (from.array !== to.array) return false;
  if (from.schema === to.schema && from.name === to.name) return true;
  return families.some((family) => family.includes(from.name) && family.includes(to.name));
}

/** The USING expression of a change of type; null where the plain assignment does the same. */
export function castSql(column: string, from: DataType, to: DataType): string | null {
  if (sameFamily(from, to)) return null;
  if (to.array && !from.array) return `ARRAY[${column}]::${typeSql(to)}`;
  const viaText = isUserType(from) && isUserType(to);
  return viaText ? `${column}::text${to.array ? "[]" : ""}::${typeSql(to)}` : `${column}::${typeSql(to)}`;
}

/** Enums cast to and from text only. */
const isUserType = (type: DataType) => type.schema !== null && type.extension === null;
