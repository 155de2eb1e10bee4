import type { QueryRunner } from "typeorm";
import { PostgresError } from "../../postgres";
import { runHooks } from "../hooks";
import { refOf } from "../record/references";
import { type Context, entryOf, type Job, type Listener } from "./context";
import { failureOf, type Remains } from "./failure";
import { limitsSql } from "./settings";
import { steppingOver } from "./step";

/**
 * Runs a migration statement by statement, each committed by itself and written down, so that a later run goes on at
 * the first that is not done.
 */
export async function runInSteps(context: Context, job: Job, listener: Listener): Promise<void> {
  const { session, dataSource, journal, tap, options } = context;
  const { migration, direction, finished } = job;
  const queryRunner = (await dataSource()).createQueryRunner();
  const started = performance.now();
  listener.start(job);
  try {
    options.signal?.throwIfAborted();
    if (finished.size > 0)
      options.onEvent?.({ kind: "resumed", migration: refOf(migration), finished: doneIn(job) });
    await journal.write([entryOf(context, migration, "migration", "started")]);
    if (!context.pooled) await session.query(sessionSql(options.statementTimeout));
    const stepping = steppingOver(context, job);
    tap.watch(stepping.send);
    await runBefore(context, job, queryRunner);
    await migration.instance[direction](queryRunner).finally(() => tap.watch(null));
    stepping.end();
    const milliseconds = performance.now() - started;
    const entries = [entryOf(context, migration, "migration", "done", { milliseconds })];
    await session.query("BEGIN");
    const after = await runHooks(context, "afterEach", migration, queryRunner);
    const record = context.recordSql([migration]);
    const keep = [...context.reset, ...record, ...journal.sql([...entries, ...after]), "COMMIT"];
    await session.query(keep.join(";\n"));
    journal.kept();
    listener.done(job, { statements: tap.count, milliseconds });
  } catch (error) {
    // It may have begun a transaction of its own, and set a role.
    for (const sql of ["ROLLBACK", ...context.reset]) await session.query(sql).catch(() => undefined);
    throw await failureOf(context, job, error, await remainsOf(context, error));
  } finally {
    await queryRunner.release();
  }
}

/** They commit with their entry, and run again when the migration goes on. */
async function runBefore(context: Context, { migration }: Job, queryRunner: QueryRunner): Promise<void> {
  const { session, journal, hooks, options } = context;
  if (hooks.beforeEach.length === 0) return;
  await session.query(["BEGIN", ...limitsSql(options)].join("; "));
  const entries = await runHooks(context, "beforeEach", migration, queryRunner);
  await session.query([...journal.sql(entries), "COMMIT"].join(";\n"));
  journal.kept();
}

/** What runs outside of transactions blocks nobody while it waits, and is not cut off by whatever the role has set. */
function sessionSql(statementTimeout: number | undefined): string {
  const timeout = statementTimeout === undefined ? "" : `; SET statement_timeout = ${statementTimeout}`;
  return `SET lock_timeout = 0${timeout}`;
}

function doneIn({ finished }: Job): number {
  return [...finished.values()].filter(({ outcome }) => outcome !== "started").length;
}

/** What the server itself refused it did not do. */
async function remainsOf({ session, tap }: Context, error: unknown): Promise<Remains> {
  if (error instanceof PostgresError || tap.failed?.error instanceof PostgresError) return "steps";
  return session.query("SELECT 1").then(
    () => "steps",
    () => "adrift",
  );
}
