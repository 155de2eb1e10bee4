import { type Column, quoteIdentifier } from "../../schema";
import { guardSql } from "../guard-sql";
import { later, type Sql, sql } from "../renderer";
import { validate } from "./constraints";
import { type Ground, noted, passingName, tableSql } from "./ground";
import { checkLeft, leaving } from "./leftovers";

type Named = Pick<Column, "schema" | "table" | "name">;

/** From the check on, a row without a value cannot be updated any more, whatever is changed of it. */
export function lookForNulls(column: Named, { world }: Ground): Sql {
  const name = quoteIdentifier(column.name);
  return later(guardSql(column, `${name} IS NULL`, `have no ${name}`, world.before));
}

/** A check that holds for every row proves it, so that SET NOT NULL need not read them under its lock. */
export function proveNotNull(column: Named, ground: Ground): Sql[] {
  const [table, name] = [tableSql(column), quoteIdentifier(column.name)];
  return noted("With a check that holds for every row, SET NOT NULL takes but a moment.", [
    ...requireSet(column, ground),
    later(`ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`),
    sql(`ALTER TABLE ${table} DROP CONSTRAINT ${quoteIdentifier(isSet(column, ground))}`),
  ]);
}

/** The check itself, valid for every row. */
export function requireSet(column: Named, ground: Ground): Sql[] {
  const [table, name] = [tableSql(column), quoteIdentifier(column.name)];
  const proof = isSet(column, ground);
  return [
    leaving(
      later(
        `ALTER TABLE ${table}\n  ADD CONSTRAINT ${quoteIdentifier(proof)} CHECK (${name} IS NOT NULL) NOT VALID`,
      ),
      checkLeft(column, proof),
    ),
    validate(column, proof),
  ];
}

/** The name of that check. */
export const isSet = ({ table, name }: Named, { world }: Ground) =>
  passingName(`${table}_${name}`, "_is_set", world);
