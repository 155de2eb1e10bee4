import { type Column, quoteIdentifier } from "../../schema";
import { guardSql } from "../guards";
import { later, type Sql, sql } from "../renderer";
import { validate } from "./constraints";
import { type Ground, noted, passingName, tableSql } from "./ground";

/** From the check on, a row without a value cannot be updated any more, whatever is changed of it. */
export function lookForNulls(column: Column, { world }: Ground): Sql {
  const name = quoteIdentifier(column.name);
  return later(guardSql(column, `${name} IS NULL`, `have no ${name}`, world.before));
}

/** A check that holds for every row proves it, so that SET NOT NULL need not read them under its lock. */
export function proveNotNull(column: Column, { world }: Ground): Sql[] {
  const [table, name] = [tableSql(column), quoteIdentifier(column.name)];
  const proof = passingName(`${column.table}_${column.name}`, "_is_set", world);
  const check = `CONSTRAINT ${quoteIdentifier(proof)} CHECK (${name} IS NOT NULL)`;
  return noted("With a check that holds for every row, SET NOT NULL takes but a moment.", [
    later(`ALTER TABLE ${table}\n  ADD ${check} NOT VALID`),
    validate(column, proof),
    later(`ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`),
    sql(`ALTER TABLE ${table} DROP CONSTRAINT ${quoteIdentifier(proof)}`),
  ]);
}
