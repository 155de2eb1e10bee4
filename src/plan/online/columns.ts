import { type Column, pathOf, quoteIdentifier, quoteLiteral } from "../../schema";
import { columnComment, columnDefinition, identitySql, columns as plain } from "../columns";
import { later, type Sql, sql } from "../renderer";
import { ownedBySql, sequences, serialSequence } from "../sequences";
import { backfill } from "./backfill";
import { checksLookingAgain, lookingLater } from "./checked";
import { type Forms, type Ground, noted, passingName, plainly, tableSql } from "./ground";
import { lookForNulls, proveNotNull } from "./not-null";
import { isVolatile } from "./volatility";

export const columns: Forms<"column"> = {
  create: (column, ground) => {
    if (!ground.stands(column)) return null;
    if (column.generated?.stored === true) return computed(column, ground);
    if (column.identity !== null) return numberedInBatches(column, column.identity, ground);
    return column.default !== null && isVolatile(column.default)
      ? filledInBatches(column, column.default, ground)
      : null;
  },
  alter: (change, ground) => {
    const { from, to, aspects } = change;
    if (!ground.stands(to)) return null;
    const checks = checksLookingAgain(change, ground.world);
    const isRequired = aspects.includes("notNull") && to.notNull;
    if (!isRequired && checks.length === 0) return null;
    const rest = isRequired ? aspects.filter((aspect) => aspect !== "notNull") : aspects;
    const altered = rest.length === 0 ? [] : plain.alter({ ...change, aspects: rest }, ground.world);
    const others = checks.length === 0 ? altered : lookingLater(altered, checks);
    const required = isRequired ? [lookForNulls(to, ground), ...proveNotNull(to, ground)] : [];
    // A column has to be NOT NULL before it becomes an identity.
    return from.identity === null && to.identity !== null
      ? [...required, ...others]
      : [...others, ...required];
  },
};

const computed = (column: Column, { world }: Ground) =>
  plainly(
    `${pathOf(column)}: PostgreSQL computes it for all rows as it is added, and makes no column generated afterwards`,
    plain.create(column, world),
  );

/** A default that is different for every row would have the whole table written anew. */
function filledInBatches(column: Column, expression: string, ground: Ground): Sql[] {
  const { world } = ground;
  const [table, name] = [tableSql(column), quoteIdentifier(column.name)];
  const definition = columnDefinition({ ...column, notNull: false, default: null }, world);
  const sequence = serialSequence(column, world);
  return noted("New rows have the default at once, old ones get theirs in batches.", [
    ...(sequence === null ? [] : sequences.create(sequence, world)),
    sql(
      `ALTER TABLE ${table}\n  ADD COLUMN ${definition},\n  ALTER COLUMN ${name} SET DEFAULT ${expression}`,
    ),
    ...(sequence === null ? [] : [sql(ownedBySql(sequence))]),
    ...columnComment(column),
    backfill({ column, expression }, world),
    ...(column.notNull ? proveNotNull(column, ground) : []),
  ]);
}

/** An identity would have the whole table written anew: a sequence numbers the rows until it can take over. */
function numberedInBatches(column: Column, identity: NonNullable<Column["identity"]>, ground: Ground): Sql[] {
  const { world } = ground;
  const [table, name] = [tableSql(column), quoteIdentifier(column.name)];
  const definition = columnDefinition({ ...column, notNull: false, identity: null }, world);
  const counter = tableSql({
    schema: column.schema,
    table: passingName(`${column.table}_${column.name}`, "_counter", world),
  });
  const next = `nextval(${quoteLiteral(counter)}::regclass)`;
  const own = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(column.name)})`;
  const begins = [
    `CREATE SEQUENCE ${counter} AS ${column.type.name}`,
    `ALTER TABLE ${table}\n  ADD COLUMN ${definition},\n  ALTER COLUMN ${name} SET DEFAULT ${next}`,
    // It goes with the column, should that be taken back.
    `ALTER SEQUENCE ${counter} OWNED BY ${table}.${name}`,
  ];
  const takesOver = [
    `ALTER SEQUENCE ${counter} OWNED BY NONE`,
    `ALTER TABLE ${table} ALTER COLUMN ${name} DROP DEFAULT`,
    `ALTER TABLE ${table} ALTER COLUMN ${name} ADD ${identitySql(identity)}`,
    `SELECT setval(${own}, ${next}, false)`,
    `DROP SEQUENCE ${counter}`,
  ];
  return [
    ...noted("A sequence numbers new rows at once, and old ones in batches.", [
      sql(begins.join(";\n")),
      ...columnComment(column),
      backfill({ column, expression: next }, world),
      ...proveNotNull(column, ground),
    ]),
    ...noted("The identity goes on where the sequence stands.", [later(takesOver.join(";\n"))]),
  ];
}
