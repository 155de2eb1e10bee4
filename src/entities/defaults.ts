import { isNullDefault, quoteLiteral } from "../schema";
import type { ColumnMetadata, DataSource } from "./metadata";

/** The column's DEFAULT as SQL: what TypeORM would write, and right where TypeORM's text is no valid literal. */
export function defaultOf(column: ColumnMetadata, dataSource: DataSource): string | null {
  const value: unknown = column.default;
  const text = writeDefault(value, column, dataSource);
  if (text !== null) return isNullDefault(text) ? null : text;
  return column.isGenerated && column.generationStrategy === "uuid" ? uuidGenerator(dataSource) : null;
}

function writeDefault(value: unknown, column: ColumnMetadata, { driver }: DataSource): string | null {
  if (value === null || value === undefined) return null;
  // TypeORM translates `CURRENT_TIMESTAMP` and its like, each line in its own way.
  if (typeof value === "function")
    return isEnum(column) ? String(value()) : (driver.normalizeDefault(column) ?? null);
  if (column.isArray && Array.isArray(value)) return literal(`{${value.map(arrayElement).join(",")}}`);
  if (typeof value === "boolean" && !isEnum(column)) return String(value);
  if (typeof value === "object") return quoteLiteral(JSON.stringify(value));
  // PostgreSQL prints `5` for an integer's '5', and keeps the quotes and a cast for the other types of number.
  if (Number.isSafeInteger(value) && driver.normalizeType(column) === "integer") return String(value);
  return literal(String(value));
}

const isEnum = ({ type }: ColumnMetadata) => type === "enum" || type === "simple-enum";

/** Quotes inside are doubled, unless they already are: TypeORM's users had to do it by hand. */
function literal(text: string): string {
  return /^(?:[^']|'')*$/.test(text) ? `'${text}'` : `'${text.replaceAll("'", "''")}'`;
}

function arrayElement(element: unknown): string {
  if (element === null || element === undefined) return "NULL";
  const text = typeof element === "object" ? JSON.stringify(element) : String(element);
  // Quoted by hand already, as TypeORM needs it.
  if (/^".*"$/s.test(text)) return text;
  const plain = text !== "" && !/[{},"\\]|^\s|\s$|^null$/i.test(text);
  return plain ? text : `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}

function uuidGenerator({ options }: DataSource): string {
  return "uuidExtension" in options && options.uuidExtension === "pgcrypto"
    ? "gen_random_uuid()"
    : "uuid_generate_v4()";
}
