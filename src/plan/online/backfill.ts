import {
  type Column,
  childrenOf,
  idOf,
  makeId,
  type PrimaryKey,
  qualify,
  quoteIdentifier,
  quoteLiteral,
} from "../../schema";
import { alone, type Sql, type World } from "../renderer";

/** Rows of one transaction: few enough to be quick, enough to be worth a commit. */
const batchRows = 2000;
/** The same in pages of 8 kB, where there is no key to go by. */
const batchPages = 100;

export interface Fill {
  readonly column: Pick<Column, "schema" | "table" | "name">;
  readonly expression: string;
  /** Which rows can have one at all; all of them when left out. */
  readonly condition?: string | undefined;
}

/**
 * Gives the rows without a value one, batch by batch, each committed by itself: few rows are locked at a time, what is
 * done stays done, and the statement may be run again. How far it is stands in `pg_stat_activity.application_name`.
 */
export function backfill(fill: Fill, world: World): Sql {
  return alone(["DO $backfill$", ...linesOf(fill, world), "$backfill$"].join("\n"));
}

function linesOf(fill: Fill, world: World): string[] {
  const key = lastingKey(fill, world);
  const isParted = isPartitioned(fill, world);
  if (key === null) return isParted ? byPagesOfPartitions(fill) : byPages(fill);
  return byKey(fill, key.columns.map(quoteIdentifier), isParted ? rowsOfPartitions(fill) : rowsOf(fill));
}

/** How many there were when somebody counted last. */
const rowsOf = (fill: Fill) =>
  `(SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = ${quoteLiteral(tableOf(fill))}::regclass)`;
const rowsOfPartitions = (fill: Fill) =>
  `(SELECT sum(greatest(reltuples, 0)) FROM pg_class WHERE oid IN (SELECT relid FROM ${treeOf(fill)} WHERE isleaf))`;

/** The primary key, where the plan leaves it as it is. */
function lastingKey({ column }: Fill, { before, after }: World): PrimaryKey | null {
  const table = { schema: column.schema, name: column.table };
  const key = childrenOf(before, table).find((child) => child.kind === "primaryKey");
  if (key?.kind !== "primaryKey") return null;
  const later = after.objects.get(idOf(key));
  return later?.kind === "primaryKey" && later.columns.join() === key.columns.join() ? key : null;
}

function byKey(fill: Fill, key: readonly string[], total: string): string[] {
  const table = tableOf(fill);
  const keys = key.join(", ");
  const row = (values: readonly string[]) => (values.length === 1 ? values.join() : `(${values.join(", ")})`);
  const of = (record: string) => row(key.map((column) => `${record}.${column}`));
  return [
    "DECLARE",
    "  batch_first record;",
    "  batch_last record;",
    "  rows_done bigint := 0;",
    `  rows_total bigint := ${total};`,
    "BEGIN",
    `  SELECT ${keys} INTO batch_first FROM ${table} ORDER BY ${keys} LIMIT 1;`,
    "  WHILE FOUND LOOP",
    `    ${progress("rows_done", "rows_total")}`,
    `    SELECT ${keys} INTO batch_last`,
    `      FROM (SELECT ${keys} FROM ${table} WHERE ${row(key)} >= ${of("batch_first")} ORDER BY ${keys} LIMIT ${batchRows}) AS batch`,
    `      ORDER BY ${key.map((column) => `${column} DESC`).join(", ")} LIMIT 1;`,
    `    ${updateOf(fill)}`,
    `        AND ${row(key)} BETWEEN ${of("batch_first")} AND ${of("batch_last")};`,
    "    COMMIT;",
    `    rows_done := rows_done + ${batchRows};`,
    `    SELECT ${keys} INTO batch_first FROM ${table} WHERE ${row(key)} > ${of("batch_last")} ORDER BY ${keys} LIMIT 1;`,
    "  END LOOP;",
    "END",
  ];
}

/** By their place in the table's file. A row that is updated meanwhile moves: the last statement gets it. */
function byPages(fill: Fill): string[] {
  const place = (page: string) => `format('(%s,0)', ${page})::tid`;
  return [
    "DECLARE",
    "  pages_done bigint := 0;",
    `  pages_total bigint := pg_relation_size(${quoteLiteral(tableOf(fill))}) / current_setting('block_size')::bigint;`,
    "BEGIN",
    "  WHILE pages_done <= pages_total LOOP",
    `    ${progress("pages_done", "pages_total")}`,
    `    ${updateOf(fill)}`,
    `        AND ctid >= ${place("pages_done")} AND ctid < ${place(`pages_done + ${batchPages}`)};`,
    "    COMMIT;",
    `    pages_done := pages_done + ${batchPages};`,
    "  END LOOP;",
    `  ${updateOf(fill)};`,
    "END",
  ];
}

/** The same in one partition after the other. */
function byPagesOfPartitions(fill: Fill): string[] {
  const update = `'UPDATE ' || part || ${quoteLiteral(assignmentOf(fill))}`;
  const pages = quoteLiteral("\n        AND ctid >= '(%s,0)' AND ctid < '(%s,0)'");
  return [
    "DECLARE",
    "  part regclass;",
    "  pages_done bigint;",
    "  pages_total bigint;",
    "BEGIN",
    `  FOR part IN SELECT relid FROM ${treeOf(fill)} WHERE isleaf AND level > 0 LOOP`,
    "    pages_done := 0;",
    "    pages_total := pg_relation_size(part) / current_setting('block_size')::bigint;",
    "    WHILE pages_done <= pages_total LOOP",
    `      ${progress("pages_done", "pages_total")}`,
    `      EXECUTE ${update}`,
    `        || format(${pages}, pages_done, pages_done + ${batchPages});`,
    "      COMMIT;",
    `      pages_done := pages_done + ${batchPages};`,
    "    END LOOP;",
    `    EXECUTE ${update};`,
    "    COMMIT;",
    "  END LOOP;",
    "END",
  ];
}

function isPartitioned({ column }: Fill, { after }: World): boolean {
  const table = after.objects.get(makeId("table", column.schema, column.table));
  return table?.kind === "table" && table.partitionKey !== null;
}

const treeOf = (fill: Fill) => `pg_partition_tree(${quoteLiteral(tableOf(fill))})`;
const tableOf = ({ column }: Fill) => qualify(column.schema, column.table);

const updateOf = (fill: Fill) => `UPDATE ${tableOf(fill)}${assignmentOf(fill)}`;

function assignmentOf(fill: Fill): string {
  const name = quoteIdentifier(fill.column.name);
  const condition = fill.condition === undefined ? "" : ` AND ${fill.condition}`;
  return ` SET ${name} = ${fill.expression}\n      WHERE ${name} IS NULL${condition}`;
}

/** Until the batch is committed. */
const progress = (done: string, total: string) =>
  `PERFORM set_config('application_name', format('backfill: %s of %s', ${done}, ${total}), true);`;
