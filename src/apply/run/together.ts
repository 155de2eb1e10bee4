import { PostgresError } from "../../postgres";
import { refOf } from "../record/references";
import { type Context, entryOf, type Job, type Listener } from "./context";
import { failureOf } from "./failure";
import { runInTransaction } from "./in-transaction";
import { defaultLockTimeout, limitsSql } from "./settings";

/** A migration that can be sent as it is, with its statements. */
export interface SimpleJob extends Job {
  readonly statements: readonly string[];
}

/** So many are sent in one message. */
const longestMessage = 100;

/** A lock that is not to be had at once is waited for with care, by the one migration that needs it. */
const longestWait = 100;

/**
 * Sends simple migrations many in one message, which is one transaction with all their records: most of what small ones
 * take is the way there and back, and the commit. When anything is in the way nothing of it was done, and they are run
 * one by one, so that it ends as if they always were.
 */
export async function runTogether(
  context: Context,
  jobs: readonly SimpleJob[],
  listener: Listener,
): Promise<void> {
  const { options } = context;
  let prepared: string | null = null;
  for (let at = 0; at < jobs.length; at += longestMessage) {
    const sent = jobs.slice(at, at + longestMessage);
    if (sent.length === 1 || options.signal?.aborted) return oneByOne(context, jobs.slice(at), listener);
    const answer = send(context, sent, prepared ?? messageOf(context, sent), listener);
    // While the server is at work; the first one may have to make the journal.
    prepared = at > 0 ? messageOf(context, jobs.slice(at + longestMessage, at + 2 * longestMessage)) : null;
    if ((await answer) === "refused") return oneByOne(context, jobs.slice(at), listener);
  }
}

/** The same for migrations that share one transaction: all in one message or, when anything is in the way, each apart. */
export async function runAllTogether(
  context: Context,
  jobs: readonly SimpleJob[],
  listener: Listener,
): Promise<void> {
  const answer = context.options.signal?.aborted
    ? "refused"
    : await send(context, jobs, messageOf(context, jobs), listener);
  if (answer === "refused") await runInTransaction(context, jobs, listener);
}

/** `refused`: the server did not do it, and nothing of it was done. */
async function send(
  context: Context,
  jobs: readonly SimpleJob[],
  message: string,
  listener: Listener,
): Promise<"done" | "refused"> {
  const { session, journal } = context;
  const started = performance.now();
  const problem = await session.query(message).then(() => null, problemOf);
  if (problem instanceof PostgresError) {
    await session.query("ROLLBACK").catch(() => undefined);
    return "refused";
  }
  if (problem !== null && jobs[0]) throw await failureOf(context, jobs[0], problem, "unknown");
  journal.kept();
  tellDone(context, jobs, performance.now() - started, listener);
  return "done";
}

const problemOf = (cause: unknown) => (cause instanceof Error ? cause : new Error(String(cause)));

async function oneByOne(context: Context, jobs: readonly Job[], listener: Listener): Promise<void> {
  for (const job of jobs) await runInTransaction(context, [job], listener);
}

/** One transaction; what each took is not known, so that each is given its share. */
function messageOf(context: Context, jobs: readonly SimpleJob[]): string {
  const { journal, options, recordSql } = context;
  const { lockTimeout = defaultLockTimeout } = options;
  const limits = { ...options, lockTimeout: Math.min(lockTimeout || longestWait, longestWait) };
  const entries = jobs.flatMap(({ migration, statements }) => [
    ...statements.map((sql, index) =>
      entryOf(context, migration, "statement", "done", { statement: { number: index + 1, sql } }),
    ),
    entryOf(context, migration, "migration", "done", { milliseconds: { ofMessageSharedBy: jobs.length } }),
  ]);
  return [
    "START TRANSACTION",
    ...limitsSql(limits),
    // A semicolon must not stand in a comment.
    ...jobs.flatMap(({ statements }) => statements.map((sql) => `${sql.trim().replace(/;$/, "")}\n`)),
    ...recordSql(jobs.map(({ migration }) => migration)),
    ...journal.sql(entries),
    "COMMIT",
  ].join(";\n");
}

function tellDone(
  { options }: Context,
  jobs: readonly SimpleJob[],
  milliseconds: number,
  listener: Listener,
): void {
  for (const job of jobs) {
    const migration = refOf(job.migration);
    listener.start(job);
    for (const [index, sql] of job.statements.entries())
      options.onEvent?.({ kind: "statement", migration, number: index + 1, sql });
    listener.done(job, { statements: job.statements.length, milliseconds: milliseconds / jobs.length });
  }
}
