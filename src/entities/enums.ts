import type { DataType, Enum } from "../schema";
import { maximumIdentifierBytes } from "../schema";
import { identifier } from "./identifiers";
import { Inexpressible } from "./inexpressible";
import type { ColumnSource, TableSource } from "./source";

export function isEnum({ column }: ColumnSource): boolean {
  return column.type === "enum" || column.type === "simple-enum";
}

export function enumTypeOf(source: TableSource, column: ColumnSource): DataType {
  return {
    ...enumName(source, column),
    modifiers: null,
    array: column.column.isArray,
    extension: null,
  };
}

/** The type the column's values come from; null where the entity only names one that exists elsewhere. */
export function describeEnum(source: TableSource, column: ColumnSource): Enum | null {
  const labels = column.column.enum;
  if (labels === undefined) {
    if (column.column.enumName) return null;
    throw new Inexpressible(
      "the enum column names no values",
      `Give it "enum", or the "enumName" of a type.`,
    );
  }
  checkLabels(labels);
  return { kind: "enum", ...enumName(source, column), labels: [...labels], comment: null };
}

function enumName({ metadata, schema }: TableSource, { column }: ColumnSource) {
  const given = column.enumName || `${metadata.tableName}_${column.name.toLowerCase()}_enum`;
  const [first, second] = column.enumName ? given.split(".") : [];
  // `enumName: "billing.currency"` is a type of another schema than the table's.
  return first && second
    ? { schema: identifier(first), name: identifier(second) }
    : { schema, name: identifier(given) };
}

function checkLabels(labels: readonly string[]): void {
  const twice = labels.find((label, position) => labels.indexOf(label) !== position);
  if (twice !== undefined)
    throw new Inexpressible(`the enum has the value "${twice}" twice`, "Give every value of the enum once.");
  const long = labels.find((label) => Buffer.byteLength(label) > maximumIdentifierBytes);
  if (long !== undefined)
    throw new Inexpressible(
      `the enum value "${long}" is longer than PostgreSQL's ${maximumIdentifierBytes} bytes`,
      "Shorten the value.",
    );
}
