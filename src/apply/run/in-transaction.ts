import type { QueryRunner } from "typeorm";
import { runHooks } from "../hooks";
import type { Entry } from "../journal";
import {
  type Context,
  contentionIn,
  entryOf,
  type Job,
  type Listener,
  retryOptionsOf,
  send,
  tell,
} from "./context";
import { failureOf, type Remains, rolledBackByItself } from "./failure";
import { lockLimits } from "./lock-limit";
import { retrying } from "./retry";
import { defaultLockTimeout, limitsSql, lockTimeoutSql } from "./settings";
import type { Send } from "./tap";
import { fateOf, type TransactionFate } from "./transaction";

/** Runs migrations in one transaction with their record: all of it, or nothing. Tried again while others are in the way. */
export async function runInTransaction(
  context: Context,
  jobs: readonly Job[],
  listener: Listener,
): Promise<void> {
  const [first] = jobs;
  if (first === undefined) return;
  const current = { job: first, fate: fateOf(context.session), committing: false };
  try {
    await retrying(
      () => attempt(context, jobs, current, listener),
      (error) => (current.committing || current.fate.ended ? null : contentionIn(context, error)),
      retryOptionsOf(context, () => current.job.migration),
    );
  } catch (error) {
    const outcome = await outcomeOf(context, current);
    const shared = outcome === "aborted" && jobs.length > 1;
    throw await failureOf(context, current.job, error, shared ? "shared" : outcome);
  }
}

/** How far it is. */
interface Current {
  job: Job;
  fate: TransactionFate;
  committing: boolean;
}

async function attempt(
  context: Context,
  jobs: readonly Job[],
  current: Current,
  listener: Listener,
): Promise<void> {
  const { session, dataSource, journal, tap, options } = context;
  const queryRunner = (await dataSource()).createQueryRunner();
  const tail: string[] = [];
  const done: (() => void)[] = [];
  current.fate = fateOf(session);
  try {
    tap.beginWith(["START TRANSACTION", ...limitsSql(options)].join("; "));
    // Through the query runner, which so knows that a transaction within is a savepoint.
    await queryRunner.startTransaction();
    for (const job of jobs) {
      current.job = job;
      listener.start(job);
      const started = performance.now();
      const hooked = await callMigration(context, job, queryRunner, current.fate);
      const milliseconds = performance.now() - started;
      const entries = [...entriesOf(context, job, milliseconds), ...hooked];
      // What a migration sets for itself, a role or a search_path, is for no other one, nor for the record.
      const keep = [...context.reset, ...context.recordSql([job.migration]), ...journal.sql(entries)];
      if (jobs.length === 1) tail.push(...keep);
      else await session.query(keep.join(";\n"));
      const ran = { statements: tap.count, milliseconds };
      done.push(() => listener.done(job, ran));
    }
    current.committing = true;
    await session.query([...tail, "COMMIT"].join(";\n"));
    journal.kept();
    for (const each of done) each();
  } catch (error) {
    await session.query("ROLLBACK").catch(() => undefined);
    throw error;
  } finally {
    await queryRunner.release();
  }
}

async function callMigration(
  context: Context,
  job: Job,
  queryRunner: QueryRunner,
  fate: TransactionFate,
): Promise<readonly Entry[]> {
  const { tap, options } = context;
  const { migration } = job;
  options.signal?.throwIfAborted();
  tap.watch(sendingWithin(context, job, fate));
  const before = await runHooks(context, "beforeEach", migration, queryRunner);
  try {
    await job.migration.instance[job.direction](queryRunner);
  } finally {
    tap.watch(null);
  }
  const state = await fate.state();
  if (state === "aborted") throw rolledBackByItself();
  if (state === "committed")
    options.onEvent?.({
      kind: "warning",
      message: `${job.migration.name} committed before its end, so it was not all or nothing.`,
    });
  return [...before, ...(await runHooks(context, "afterEach", migration, queryRunner))];
}

function sendingWithin(context: Context, job: Job, fate: TransactionFate): Send {
  const limitFor = lockLimits(context.options.lockTimeout ?? defaultLockTimeout);
  return async (statement, parameters) => {
    tell(context, job, statement);
    const limit = limitFor(statement.sql);
    if (limit !== null) await context.session.query(lockTimeoutSql(limit));
    await fate.before(statement.sql);
    return send(context, job, statement, parameters);
  };
}

function entriesOf(context: Context, { migration }: Job, milliseconds: number): Entry[] {
  return [
    ...context.tap.done.map(({ number, sql, milliseconds: took, ended }) =>
      entryOf(context, migration, "statement", "done", {
        statement: { number, sql },
        milliseconds: took,
        ended,
      }),
    ),
    entryOf(context, migration, "migration", "done", { milliseconds }),
  ];
}

async function outcomeOf({ session }: Context, { fate, committing }: Current): Promise<Remains> {
  try {
    // A lost connection fails here.
    await session.query("SELECT 1");
    const state = await fate.state();
    return state === "open" ? "aborted" : state;
  } catch {
    return committing ? "unknown" : "lost";
  }
}
