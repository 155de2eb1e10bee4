import type { Column, Sequence } from "../schema";
import { defaultOf } from "./defaults";
import { enumTypeOf, isEnum } from "./enums";
import { identifier } from "./identifiers";
import { nextValue } from "./sequences";
import type { ColumnSource, Reading, TableSource } from "./source";
import { dataTypeOf, isIdentity } from "./types";

/** `sequence` is the one that a serial column owns. */
export function describeColumn(
  source: TableSource,
  column: ColumnSource,
  sequence: Sequence | null,
  { dataSource }: Reading,
): Column {
  const { column: told, metadata } = column;
  const identity = isIdentity(told) ? (told.generatedIdentity ?? "BY DEFAULT") : null;
  const generated = told.generatedType === "STORED" && told.asExpression ? told.asExpression.trim() : null;
  const counted = sequence !== null || identity !== null;
  return {
    kind: "column",
    schema: source.schema,
    table: source.name,
    name: column.name,
    type: isEnum(column) ? enumTypeOf(source, column) : dataTypeOf(told),
    notNull: !told.isNullable || told.isPrimary || counted,
    default:
      sequence !== null
        ? nextValue(sequence)
        : (generated ?? identity)
          ? null
          : defaultOf(metadata, dataSource),
    collation: collationOf(told.collation),
    identity: identity === null ? null : identity === "ALWAYS" ? "always" : "by default",
    generated: generated === null ? null : { expression: generated, stored: true },
    comment: commentOf(told.comment),
  };
}

function collationOf(name: string | undefined): Column["collation"] {
  return !name || name === "default" ? null : { schema: null, name: identifier(name) };
}

/** PostgreSQL takes no null bytes, and an empty comment is none. */
export function commentOf(comment: string | undefined): string | null {
  return comment?.replaceAll("\0", "") || null;
}
