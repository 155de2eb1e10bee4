import type { Configuration } from "../config/configuration";
import { type Migration, readMigrations } from "../migrations";
import type { Database, Session } from "../postgres";
import type { ApplyEvent, Ran } from "./events";
import { whileInterruptible } from "./interrupt";
import { withLock } from "./lock";
import { type Standing, standingOf, upRange } from "./plan-range";
import {
  checkRecordWritable,
  createRecordSql,
  insertRecordSql,
  type RecordState,
  type RecordTable,
  readRecord,
  recordTableOf,
} from "./record";
import { type MigrationRef, refOf } from "./references";
import { type Range, runRange } from "./run-range";

export interface RunOptions {
  /** Lists what would be run, and runs nothing. */
  readonly dryRun?: boolean | undefined;
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  /** Aborted, it cancels the statement that runs and rolls its migration back. */
  readonly signal?: AbortSignal | undefined;
  /** The project's migrations, where they are read already. */
  readonly migrations?: readonly Migration[] | undefined;
}

export interface ApplyOptions extends RunOptions {
  /** A migration's name or the beginning of it, or `+N` for the next N; without it, everything pending. */
  readonly to?: string | undefined;
}

export interface ApplyResult {
  /** What was asked for, in the order of running. */
  readonly planned: readonly MigrationRef[];
  /** What was run; nothing after `dryRun`. */
  readonly ran: readonly Ran[];
  /** What stays pending afterwards. */
  readonly remaining: readonly MigrationRef[];
  /** Those of `planned` that are older than one applied before. */
  readonly outOfOrder: readonly MigrationRef[];
  /** In the record, but no file has the name. */
  readonly unknown: readonly MigrationRef[];
}

/** Runs what is pending, each migration in a transaction with its record. */
export async function apply(
  configuration: Configuration,
  database: Database,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const table = recordTableOf(configuration);
  return database.session(async (session) => {
    const settle = async (): Promise<Settled> =>
      settled(migrations, await readRecord(session, table), options.to);
    const before = await settle();
    if (options.dryRun || before.range.length === 0) return resultOf(before, []);
    return whileInterruptible(database, session, options.signal, () =>
      withLock(session, table, options, async () => {
        // Whoever held the lock may have run what was pending.
        const now = await settle();
        return resultOf(now, await runUp(configuration, session, table, now, options));
      }),
    );
  });
}

interface Settled {
  readonly record: RecordState;
  readonly standing: Standing;
  readonly range: readonly Migration[];
}

function settled(migrations: readonly Migration[], record: RecordState, to: string | undefined): Settled {
  const standing = standingOf(migrations, record.executed);
  return { record, standing, range: upRange(migrations, standing, to) };
}

async function runUp(
  configuration: Configuration,
  session: Session,
  table: RecordTable,
  { record, range }: Settled,
  options: RunOptions,
): Promise<readonly Ran[]> {
  if (range.length === 0) return [];
  await checkRecordWritable(session, table, record);
  const up: Range = {
    migrations: range,
    direction: "up",
    // The table is made with the first migration, so that its failure leaves nothing behind.
    recordSql: (migration, index) => [
      ...(record.exists || index > 0 ? [] : createRecordSql(table)),
      insertRecordSql(table, migration),
    ],
  };
  return runRange(configuration, session, up, options);
}

function resultOf({ standing, range }: Settled, ran: readonly Ran[]): ApplyResult {
  const planned = new Set(range);
  return {
    planned: range.map(refOf),
    ran,
    remaining: standing.pending.filter((migration) => !planned.has(migration)).map(refOf),
    outOfOrder: standing.late.filter((migration) => planned.has(migration)).map(refOf),
    unknown: standing.unknown,
  };
}
