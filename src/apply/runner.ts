import type { DataSource, QueryRunner } from "typeorm";
import type { Configuration } from "../config/configuration";
import type { Migration } from "../migrations";
import type { Session } from "../postgres";
import { openDataSource } from "./data-source";
import type { ApplyEvent, Direction, Ran } from "./events";
import { migrationFailed, type Outcome, rolledBackByItself } from "./failure";
import { ensureMetadataTable } from "./metadata-table";
import { refOf } from "./references";
import { resetSql } from "./reset";
import { type Tap, tapOf } from "./tap";
import { openTransaction, stateOf } from "./transaction";

/** Runs migrations one by one on one session. */
export interface Runner {
  /** `keepRecord` runs last, in the migration's transaction where it has one. */
  run(migration: Migration, direction: Direction, keepRecord: () => Promise<void>): Promise<Ran>;
}

export interface RunnerOptions {
  readonly onEvent?: ((event: ApplyEvent) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Opens the project's data source over the session for as long as `work` takes. */
export async function withRunner<T>(
  configuration: Configuration,
  session: Session,
  migrations: readonly Migration[],
  options: RunnerOptions,
  work: (runner: Runner) => Promise<T>,
): Promise<T> {
  const opened: { dataSource?: DataSource } = {};
  const tap = tapOf(session, async (sql) => {
    options.signal?.throwIfAborted();
    if (opened.dataSource) await ensureMetadataTable(session, sql, opened.dataSource);
  });
  const dataSource = await openDataSource(configuration, tap.session, migrations);
  opened.dataSource = dataSource;
  const context: Context = { root: configuration.root, session, tap, dataSource, options };
  try {
    return await work({
      run: (migration, direction, keepRecord) => runOne(context, { migration, direction, keepRecord }),
    });
  } finally {
    await dataSource.destroy().catch(() => undefined);
  }
}

interface Context {
  readonly root: string;
  readonly session: Session;
  readonly tap: Tap;
  readonly dataSource: DataSource;
  readonly options: RunnerOptions;
}

/** `keepRecord` runs inside the migration's transaction, where it has one. */
interface Job {
  readonly migration: Migration;
  readonly direction: Direction;
  readonly keepRecord: () => Promise<void>;
}

async function runOne(context: Context, job: Job): Promise<Ran> {
  const { tap } = context;
  const { migration, direction } = job;
  const started = performance.now();
  await (migration.transaction ? inTransaction(context, job) : statementByStatement(context, job));
  const milliseconds = Math.round(performance.now() - started);
  return { ...refOf(migration), direction, statements: tap.count, milliseconds };
}

async function inTransaction(context: Context, job: Job): Promise<void> {
  const { session, dataSource, options } = context;
  const queryRunner = dataSource.createQueryRunner();
  let transaction: string | null = null;
  try {
    // Through the query runner, which so knows that a transaction within is a savepoint.
    await queryRunner.startTransaction();
    transaction = await openTransaction(session);
    await callMigration(context, job, queryRunner);
    const state = await stateOf(session, transaction);
    if (state === "aborted") throw rolledBackByItself();
    if (state === "committed") {
      options.onEvent?.({ kind: "warning", message: committedByItself(job.migration) });
    }
    await keepRecord(session, job);
    await session.query("COMMIT");
  } catch (error) {
    await session.query("ROLLBACK").catch(() => undefined);
    throw failed(context, job, error, await outcomeOf(session, transaction));
  } finally {
    await queryRunner.release();
  }
}

async function outcomeOf(session: Session, transaction: string | null): Promise<Outcome> {
  return transaction === null ? "aborted" : stateOf(session, transaction).catch(() => "lost");
}

/** What a migration sets for itself, a role or a search_path, is for no other one, nor for the record. */
async function keepRecord(session: Session, job: Job): Promise<void> {
  for (const sql of resetSql) await session.query(sql);
  await job.keepRecord();
}

async function statementByStatement(context: Context, job: Job): Promise<void> {
  const queryRunner = context.dataSource.createQueryRunner();
  try {
    await callMigration(context, job, queryRunner);
    await keepRecord(context.session, job);
  } catch (error) {
    // It may have begun a transaction of its own.
    await context.session.query("ROLLBACK").catch(() => undefined);
    throw failed(context, job, error, "no transaction");
  } finally {
    await queryRunner.release();
  }
}

async function callMigration(
  context: Context,
  { migration, direction }: Job,
  runner: QueryRunner,
): Promise<void> {
  const { tap, options } = context;
  options.signal?.throwIfAborted();
  tap.watch((statement) =>
    options.onEvent?.({ kind: "statement", migration: refOf(migration), ...statement }),
  );
  try {
    await migration.instance[direction](runner);
  } finally {
    tap.watch(null);
  }
}

function failed(
  { root, tap, options }: Context,
  { migration, direction }: Job,
  error: unknown,
  outcome: Outcome,
) {
  const interrupted = options.signal?.aborted === true;
  return migrationFailed({
    root,
    migration,
    direction,
    error,
    outcome,
    count: tap.count,
    failed: tap.failed,
    interrupted,
  });
}

function committedByItself({ name }: Migration): string {
  return `${name} committed before its end, so it was not all or nothing.`;
}
