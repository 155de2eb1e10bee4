import { exitStatus, SchemaError } from "../../errors";
import { PostgresError, type QueryResult } from "../../postgres";
import { type Entry, hashOf } from "../journal";
import { type Context, type Job, retryOptionsOf, send, tell } from "./context";
import { controlOf } from "./control";
import { setsLockTimeout } from "./lock-class";
import { isContention, retrying } from "./retry";
import { sendOnce } from "./step-once";
import { asOneself, noAnswer, type Stepper, sendTimed, statementEntry } from "./stepper";
import type { Send, SentStatement } from "./tap";

/** Sends statements so that each is done once, whatever is killed when. */
export interface Stepping {
  readonly send: Send;
  /** The migration has come to its end. */
  end(): void;
}

export function steppingOver(context: Context, job: Job): Stepping {
  const own = { role: false, lockTimeout: false };
  const stepper: Stepper = { context, job, own };
  /** What was done in a transaction that the migration itself has begun; null outside of one. */
  let begun: Entry[] | null = null;

  return {
    async send(statement, parameters) {
      const before = job.finished.get(statement.number);
      if (before && before.hash !== hashOf(statement.sql)) throw changed(job, statement);
      if (before?.outcome === "done" || before?.outcome === "skipped")
        return { ...noAnswer, ...before.result };
      tell(context, job, statement);
      own.role ||= /\bROLE\b/i.test(statement.sql);
      own.lockTimeout ||= setsLockTimeout(statement.sql);
      const control = controlOf(statement.sql);
      if (begun !== null) {
        const result = await sendWithin(stepper, begun, statement, parameters);
        if (control === "commit" || control === "rollback") begun = null;
        return result;
      }
      if (control === null) return sendTolerantly(stepper, statement, parameters);
      const result = await send(context, job, statement, parameters);
      if (control === "begin") begun = [];
      return result;
    },
    end() {
      if (begun !== null) throw new Error("it began a transaction that it does not end");
    },
  };
}

/** In a transaction that the migration has begun, whose entries commit with it. */
async function sendWithin(
  stepper: Stepper,
  entries: Entry[],
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<QueryResult> {
  const { session, journal } = stepper.context;
  const control = controlOf(statement.sql);
  if (control === "commit" && entries.length > 0)
    await session.query([...asOneself(stepper), ...journal.sql(entries)].join(";\n"));
  const ran = await sendTimed(stepper, statement, parameters);
  if (control === null) entries.push(statementEntry(stepper, statement, "done", ran));
  return ran.result;
}

/** The rollback of what was never done to its end finds some of it not there: then there is nothing to undo. */
async function sendTolerantly(
  stepper: Stepper,
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<QueryResult> {
  const { context, job } = stepper;
  try {
    return await retrying(
      () => sendOnce(stepper, statement, parameters),
      (error) => (isContention(error) ? error : null),
      retryOptionsOf(context, () => job.migration),
    );
  } catch (error) {
    if (!job.tolerant || !isNothingToUndo(error)) throw error;
    await context.journal.write([statementEntry(stepper, statement, "skipped")]);
    context.options.onEvent?.({
      kind: "warning",
      message: `Statement ${statement.number} of the rollback of ${job.migration.name} had nothing to undo: ${error.message}.`,
    });
    return noAnswer;
  }
}

const missing = ["42P01", "42703", "42704", "42883", "3F000"];
const there = ["42P07", "42701", "42710", "42723", "42P06"];

/** What was to be dropped is not there, or what was to be made again still is. */
function isNothingToUndo(error: unknown): error is PostgresError {
  return error instanceof PostgresError && [...missing, ...there].includes(error.sqlstate);
}

function changed({ migration, direction }: Job, { number }: SentStatement): SchemaError {
  return new SchemaError({
    code: "EDITED_MIGRATION",
    message: `Statement ${number} of ${migration.name} is done already, and was another one then. It cannot go on from there.`,
    hint:
      direction === "up"
        ? "Put its file back and run schema apply again, or undo the part that is done with schema rollback."
        : "Put its file back and run schema rollback again.",
    exit: exitStatus.refused,
  });
}
