import { qualify, quoteIdentifier } from "../../../schema";
import { columnDefinition } from "../../columns";
import { guardSql } from "../../guard-sql";
import { later, type Sql, sql } from "../../renderer";
import { typeSql } from "../../types";
import { backfill } from "../backfill";
import { type Ground, noted, passingName, tableSql } from "../ground";
import { columnLeft, leaving } from "../leftovers";
import { lookForNulls, requireSet } from "../not-null";
import type { Copy } from "./copy";
import type { Follower } from "./followers";
import { nothingElse } from "./nothing-else";

/** The second column, which a trigger fills from now on whenever a row is written. */
export function expand(copy: Copy, ground: Ground): Sql[] {
  const { from, to, fresh, indexes, lateIndexes } = copy;
  const table = tableSql(to);
  const bare = { ...fresh, notNull: false, default: null, identity: null };
  const definition = columnDefinition(bare, ground.world);
  const sync = syncOf(copy, ground);
  const value = copy.using === null ? `NEW.${quoteIdentifier(from.name)}` : evaluated(copy.using);
  return noted(`${table}.${quoteIdentifier(to.name)} becomes ${typeSql(to.type)} through a second column.`, [
    later(nothingElse(from, [...indexes, ...lateIndexes], ground)),
    ...(to.notNull && !from.notNull ? [lookForNulls(from, ground)] : []),
    leaving(
      sql(`ALTER TABLE ${table} ADD COLUMN ${definition}`),
      columnLeft(fresh, [
        `DROP TRIGGER IF EXISTS ${sync.trigger} ON ${table}`,
        `DROP FUNCTION IF EXISTS ${sync.path}()`,
      ]),
    ),
    sql(
      `CREATE FUNCTION ${sync.path}() RETURNS trigger LANGUAGE plpgsql AS\n  $sync$ BEGIN NEW.${quoteIdentifier(fresh.name)} := ${value}; RETURN NEW; END $sync$`,
    ),
    later(
      `CREATE TRIGGER ${sync.trigger} BEFORE INSERT OR UPDATE ON ${table}\n  FOR EACH ROW EXECUTE FUNCTION ${sync.path}()`,
    ),
  ]);
}

/** The expression speaks of the row's columns. */
const evaluated = (expression: string) => `(SELECT ${expression} FROM (SELECT NEW.*) AS written)`;

/** Triggers run in the order of their names: this one sees what the others have made of the row. */
export function syncOf({ to, fresh }: Copy, { world }: Ground) {
  const own = passingName(`${to.table}_${fresh.name}`, "_sync", world);
  return { path: qualify(to.schema, own), trigger: quoteIdentifier(passingName(`zz_${own}`, "", world)) };
}

/** The old rows, and what is built from all rows. */
export function fill(copy: Copy, followers: readonly Follower[], ground: Ground): Sql[] {
  const { from, to, fresh } = copy;
  const expression = copy.using ?? quoteIdentifier(from.name);
  const rows = backfill(
    { column: fresh, expression, condition: `${quoteIdentifier(from.name)} IS NOT NULL` },
    ground.world,
  );
  return [
    ...noted("Old rows are copied in batches; to be run again where it was interrupted.", [rows]),
    ...followers.map(({ build }) => build),
    ...(to.notNull ? requireSet(fresh, ground) : []),
    // Nobody knows yet what its values are like.
    later(`ANALYZE ${tableSql(to)} (${quoteIdentifier(fresh.name)})`),
    later(sameValues(copy, ground)),
  ];
}

/** Fails where the copy of a value is another one. */
function sameValues({ from, to, fresh, using }: Copy, { world }: Ground): string {
  const copied = `${quoteIdentifier(fresh.name)}::text`;
  const value = `((${using ?? quoteIdentifier(from.name)})::${typeSql(fresh.type)})::text`;
  const problem = `have another value in ${quoteIdentifier(fresh.name)} than in ${quoteIdentifier(from.name)}`;
  return guardSql(to, `${copied} IS DISTINCT FROM ${value}`, problem, world.before);
}
