import type { Configuration } from "../config/configuration";
import { type Migration, readMigrations } from "../migrations";
import type { Database, Session } from "../postgres";
import type { RunOptions } from "./apply";
import type { Ran } from "./events";
import { whileInterruptible } from "./interrupt";
import { withLock } from "./lock";
import { type DownTo, downRange, standingOf } from "./plan-range";
import { checkRecordWritable, deleteRecordSql, type RecordTable, readRecord, recordTableOf } from "./record";
import { type MigrationRef, refOf } from "./references";
import { type Range, runRange } from "./run-range";

export interface RollbackOptions extends RunOptions, DownTo {}

export interface RollbackResult {
  /** What was asked for, the newest first. */
  readonly planned: readonly MigrationRef[];
  /** What was undone; nothing after `dryRun`. */
  readonly ran: readonly Ran[];
}

/** Undoes what was executed last, each migration in a transaction with its record. */
export async function rollback(
  configuration: Configuration,
  database: Database,
  options: RollbackOptions = {},
): Promise<RollbackResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const table = recordTableOf(configuration);
  return database.session(async (session) => {
    const settle = async (): Promise<readonly Migration[]> => {
      const { executed } = await readRecord(session, table);
      return downRange(migrations, standingOf(migrations, executed), options);
    };
    const before = await settle();
    if (options.dryRun || before.length === 0) return { planned: before.map(refOf), ran: [] };
    return whileInterruptible(database, session, options.signal, () =>
      withLock(session, table, options, async () => {
        const range = await settle();
        return {
          planned: range.map(refOf),
          ran: await runDown(configuration, session, table, range, options),
        };
      }),
    );
  });
}

async function runDown(
  configuration: Configuration,
  session: Session,
  table: RecordTable,
  migrations: readonly Migration[],
  options: RunOptions,
): Promise<readonly Ran[]> {
  if (migrations.length === 0) return [];
  await checkRecordWritable(session, table, { exists: true, executed: [] });
  const recordSql: Range["recordSql"] = (migration) => [deleteRecordSql(table, migration)];
  return runRange(configuration, session, { migrations, direction: "down", recordSql }, options);
}
