import { type Plan, plainStatement, type Statement } from "../../change";
import { qualify, quoteIdentifier, quoteLiteral } from "../../schema";
import type { Sql } from "../renderer";
import { type TableName, tableSql } from "./ground";

/** What the blocks may use. */
export const variables = ["  part regclass;", "  name text;", "  own text;", "  above text;"];

/** The statement, and what takes away what it has made for the time of the migration alone. */
export const leaving = (statement: Sql, leftover: string): Sql => ({ ...statement, leftover });

/**
 * What the way back of a plan begins with: a plan whose statements commit one by one may have been interrupted, and
 * what it made in passing would be in the way of trying again.
 */
export function withoutLeftovers({ statements, transaction }: Plan): Statement[] {
  // What was made last may stand on what was made before.
  const parts = new Set(statements.toReversed().flatMap(({ leftover }) => leftover ?? []));
  if (transaction || parts.size === 0) return [];
  const sql = ["DO $leftovers$", "DECLARE", ...variables, "BEGIN", ...parts, "END", "$leftovers$"].join("\n");
  const note = "What an `up` that was interrupted has left, if there is any.";
  return [{ ...plainStatement(sql), note }];
}

export const columnLeft = (
  { schema, table, name }: TableName & { readonly name: string },
  besides: string[],
) =>
  onlyIf(
    `EXISTS (SELECT FROM pg_attribute WHERE attrelid = ${found(schema, table)} AND attname = ${quoteLiteral(name)} AND NOT attisdropped)`,
    [...besides, `ALTER TABLE ${qualify(schema, table)} DROP COLUMN ${quoteIdentifier(name)}`],
  );

export const checkLeft = (place: TableName, name: string) =>
  onlyIf(
    `EXISTS (SELECT FROM pg_constraint WHERE conrelid = ${found(place.schema, place.table)} AND conname = ${quoteLiteral(name)})`,
    [`ALTER TABLE ${tableSql(place)} DROP CONSTRAINT ${quoteIdentifier(name)}`],
  );

/** Of an index that no constraint has taken over. */
export const indexLeft = (schema: string, name: string) =>
  onlyIf(
    `EXISTS (SELECT FROM pg_index WHERE indexrelid = ${found(schema, name)})\n     AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = ${found(schema, name)})`,
    [`DROP INDEX ${qualify(schema, name)}`],
  );

export const typeLeft = (schema: string, name: string) => `  DROP TYPE IF EXISTS ${qualify(schema, name)};`;

const found = (schema: string, name: string) => `to_regclass(${quoteLiteral(qualify(schema, name))})`;

const onlyIf = (condition: string, statements: readonly string[]) =>
  [`  IF ${condition} THEN`, ...statements.map((sql) => `    ${sql};`), "  END IF;"].join("\n");
