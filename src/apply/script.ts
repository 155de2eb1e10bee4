import { relative } from "node:path";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { type Migration, readMigrations, scanSql } from "../migrations";
import type { Database, Session } from "../postgres";
import { openDataSource } from "./data-source";
import type { Direction } from "./events";
import { metadataTableSql } from "./metadata-table";
import { type DownTo, downRange, upRange } from "./plan-range";
import { createRecordSql, deleteRecordSql, insertRecordSql, type RecordTable } from "./record";
import { type Recorded, recordingOver } from "./recording";
import { leavesSetting, resetSql } from "./reset";
import { standingOf } from "./standing";
import { readState, tablesOf } from "./state";

/** What psql is to do, in order. */
export type ScriptItem =
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "statement"; readonly sql: string };

export interface ScriptOptions extends DownTo {
  readonly direction: Direction;
  readonly migrations?: readonly Migration[] | undefined;
}

/** The script that does what apply or rollback would do. Reads from the database what is applied, and no more. */
export async function script(
  configuration: Configuration,
  database: Database,
  options: ScriptOptions,
): Promise<readonly ScriptItem[]> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const tables = tablesOf(configuration);
  return database.session(async (session) => {
    const state = await readState(session, tables);
    const standing = standingOf(migrations, state);
    const { direction } = options;
    const range =
      direction === "up"
        ? upRange(migrations, standing, options.to)
        : downRange(migrations, standing, options);
    const items: ScriptItem[] = [];
    for (const migration of range) {
      const creates = direction === "up" && !state.recordExists && items.length === 0;
      items.push(
        ...(await itemsOf(configuration, session, migration, direction, [
          ...(creates ? createRecordSql(tables.record) : []),
          recordSql(tables.record, migration, direction),
        ])),
      );
    }
    return items;
  });
}

/** Text for `psql -f`. */
export function renderScript(items: readonly ScriptItem[]): string {
  const lines = items.map((item) => (item.kind === "comment" ? `\n-- ${item.text}` : terminated(item.sql)));
  return ["\\set ON_ERROR_STOP on", "\\encoding UTF8", ...lines, ""].join("\n");
}

function terminated(sql: string): string {
  const text = sql.trim().replace(/;$/, "");
  // A closing semicolon must not stand in a comment.
  return scanSql(text).at(-1)?.kind === "comment" ? `${text}\n;` : `${text};`;
}

function recordSql(table: RecordTable, migration: Migration, direction: Direction): string {
  return direction === "up" ? insertRecordSql(table, migration) : deleteRecordSql(table, migration);
}

async function itemsOf(
  configuration: Configuration,
  session: Session,
  migration: Migration,
  direction: Direction,
  keepRecord: readonly string[],
): Promise<ScriptItem[]> {
  const { root } = configuration;
  const file = migration.file === null ? "" : ` (${relative(root, migration.file)})`;
  const statements = await recordedOf(configuration, session, migration, direction);
  const begin: readonly string[] = migration.transaction ? ["BEGIN"] : [];
  const end: readonly string[] = migration.transaction ? ["COMMIT"] : [];
  return [
    comment(`${direction === "up" ? "" : "roll back "}${migration.name}${file}`),
    ...begin.map(statement),
    ...statements.flatMap(({ sql, read, kept }) => [
      ...(read ? [comment("The migration reads this answer; the script goes on as if it were empty.")] : []),
      kept ? statement(sql) : comment(sql.trim().replaceAll("\n", "\n-- ")),
    ]),
    ...(statements.some(({ sql }) => leavesSetting(sql)) ? resetSql : []).map(statement),
    ...keepRecord.map(statement),
    ...end.map(statement),
  ];
}

async function recordedOf(
  configuration: Configuration,
  session: Session,
  migration: Migration,
  direction: Direction,
): Promise<readonly Recorded[]> {
  const recording = recordingOver(session);
  const dataSource = await openDataSource(configuration, recording.session, [migration]);
  const queryRunner = dataSource.createQueryRunner();
  recording.record();
  try {
    // Through the query runner, which so knows that a transaction within is a savepoint.
    if (migration.transaction) await queryRunner.startTransaction();
    await migration.instance[direction](queryRunner);
    const sent = recording.recorded.slice(migration.transaction ? 1 : 0);
    return sent.flatMap((each) => {
      const create = metadataTableSql(each.sql, dataSource);
      return create === null ? [each] : [{ sql: create, read: false, kept: true }, each];
    });
  } catch (cause) {
    throw cannotRecord(migration, recording.recorded, cause);
  } finally {
    await queryRunner.release();
    await dataSource.destroy().catch(() => undefined);
  }
}

function cannotRecord(migration: Migration, recorded: readonly Recorded[], cause: unknown): SchemaError {
  const asked = recorded.findLast(({ read }) => read)?.sql.trim();
  const reason =
    asked === undefined
      ? cause instanceof Error
        ? cause.message
        : String(cause)
      : `it depends on the answer to: ${asked}`;
  return new SchemaError({
    code: "NO_SCRIPT",
    message: `${migration.name} cannot be written as a script: ${reason}`,
    hint: "Run it without --sql, or up to the migration before it with --to.",
    cause,
  });
}

function comment(text: string): ScriptItem {
  return { kind: "comment", text };
}

function statement(sql: string): ScriptItem {
  return { kind: "statement", sql };
}
