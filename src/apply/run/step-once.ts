import { PostgresError, type QueryResult } from "../../postgres";
import { isBlock, standsAlone } from "./alone";
import { lockClassOf } from "./lock-class";
import { isOfRows } from "./of-rows";
import { probe } from "./probe";
import { defaultLockTimeout, lockTimeoutSql } from "./settings";
import { asOneself, noAnswer, type Stepper, sendTimed, statementEntry, type TimedResult } from "./stepper";
import type { SentStatement } from "./tap";

/** Sends a statement and writes it down, in one transaction where PostgreSQL lets it. */
export async function sendOnce(
  stepper: Stepper,
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<QueryResult> {
  const isDoubtful = stepper.job.finished.get(statement.number)?.outcome === "started";
  if (standsAlone(statement.sql) || isDoubtful) return sendAlone(stepper, statement, parameters, isDoubtful);
  try {
    return await sendWithEntry(stepper, statement, parameters);
  } catch (error) {
    if (refusesTransaction(error)) return sendAlone(stepper, statement, parameters, false);
    throw error;
  }
}

/** The statement and its entry commit together. What changed nothing is not written down, and runs again. */
async function sendWithEntry(
  stepper: Stepper,
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<QueryResult> {
  const { session, journal } = stepper.context;
  await session.query(["BEGIN", ...limitTimeout(stepper, statement)].join("; "));
  try {
    const ran = await sendTimed(stepper, statement, parameters);
    const done = statementEntry(stepper, statement, "done", ran);
    // A block that only looked may look at what a later statement takes away.
    const written = isBlock(statement.sql) ? journal.sql([done]) : journal.sqlIfChanged(done);
    await session.query([...liftTimeout(stepper), ...asOneself(stepper), ...written, "COMMIT"].join(";\n"));
    journal.kept();
    return ran.result;
  } catch (error) {
    await session.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** What refuses a transaction is announced first: then nobody can mistake who has left what. */
async function sendAlone(
  stepper: Stepper,
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
  isDoubtful: boolean,
): Promise<QueryResult> {
  const { session, journal } = stepper.context;
  if ((await probe(session, statement.sql, isDoubtful)) === "done") {
    await journal.write([statementEntry(stepper, statement, "done")]);
    return noAnswer;
  }
  await journal.write([statementEntry(stepper, statement, "started")]);
  const { result, milliseconds } = await sendAnnounced(stepper, statement, parameters);
  await journal.write([statementEntry(stepper, statement, "done", { milliseconds })]);
  return result;
}

async function sendAnnounced(
  stepper: Stepper,
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<TimedResult> {
  const { session, journal } = stepper.context;
  try {
    return await sendTimed(stepper, statement, parameters);
  } catch (error) {
    // A lost connection cannot say so: then the next run looks for itself, as where the end is not written down.
    await journal.write([statementEntry(stepper, statement, "failed")]).catch(() => undefined);
    // The rows are in its way. What a build has left of its index would only be in the way of everybody else.
    if (isOfRows(error)) await probe(session, statement.sql, true).catch(() => undefined);
    throw error;
  }
}

/** Only a lock that others queue behind is not waited for as long as it takes. */
function limitTimeout({ context, own }: Stepper, { sql }: SentStatement): string[] {
  if (own.lockTimeout) return [];
  const limit = context.options.lockTimeout ?? defaultLockTimeout;
  return [lockTimeoutSql(lockClassOf(sql) === "blocking" ? limit : 0)];
}

/** The journal's own lines wait for nobody that a migration could wait for. */
function liftTimeout({ own }: Stepper): string[] {
  return own.lockTimeout ? [] : [lockTimeoutSql(0)];
}

/** `active_sql_transaction`, and a COMMIT in a procedure: both are said before anything is done. */
function refusesTransaction(error: unknown): boolean {
  return error instanceof PostgresError && ["25001", "2D000"].includes(error.sqlstate);
}
