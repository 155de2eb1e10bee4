import { scanSql } from "../../migrations";
import { quoteLiteral } from "../../schema";

/** A statement with its parameters written in, for where none can be sent along. */
export function inlineParameters(sql: string, parameters: readonly unknown[]): string {
  if (parameters.length === 0) return sql;
  return scanSql(sql)
    .map(({ kind, text }) => (kind === "code" ? fillIn(text, parameters) : text))
    .join("");
}

function fillIn(code: string, parameters: readonly unknown[]): string {
  return code.replace(/(?<![\w$])\$(\d+)/g, (found, number: string) => {
    const index = Number(number) - 1;
    return index in parameters ? literalOf(parameters[index]) : found;
  });
}

/** As node-postgres would send the value. */
function literalOf(value: unknown): string {
  if (value === null || value === undefined) return "NULL";
  if (Array.isArray(value)) return quoteLiteral(arrayText(value));
  return quoteLiteral(textOf(value));
}

function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString("hex")}`;
  return JSON.stringify(value);
}

function arrayText(values: readonly unknown[]): string {
  const items = values.map((value) => {
    if (value === null || value === undefined) return "NULL";
    if (Array.isArray(value)) return arrayText(value);
    return `"${textOf(value).replace(/["\\]/g, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}
