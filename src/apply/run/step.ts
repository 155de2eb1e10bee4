import { exitStatus, SchemaError } from "../../errors";
import { PostgresError, type QueryResult } from "../../postgres";
import { type Entry, type EntryOutcome, hashOf, type Step } from "../journal";
import { refOf } from "../record/references";
import { isBlock, standsAlone } from "./alone";
import { type Context, entryOf, type Job, send, tell } from "./context";
import { controlOf } from "./control";
import { lockClassOf, setsLockTimeout } from "./lock-class";
import { isOfRows } from "./of-rows";
import { probe } from "./probe";
import { isContention, retrying } from "./retry";
import { defaultLockTimeout, lockTimeoutSql } from "./settings";
import type { Send, SentStatement } from "./tap";

/** Sends statements so that each is done once, whatever is killed when. */
export interface Stepping {
  readonly send: Send;
  /** The migration has come to its end. */
  end(): void;
}

/** What a statement gave, and how long it took. */
interface Ran {
  readonly result: QueryResult;
  readonly milliseconds: number;
}

const nothing: QueryResult = { command: "", rowCount: 0, rows: [], fields: [] };

export function steppingOver(context: Context, job: Job): Stepping {
  const { session, journal, options } = context;
  /** What was done in a transaction that the migration itself has begun; null outside of one. */
  let own: Entry[] | null = null;
  let ownRole = false;
  let ownTimeout = false;

  const entry = (statement: SentStatement, outcome: EntryOutcome, ran: Partial<Ran> = {}): Entry =>
    entryOf(context, job.migration, "statement", outcome, {
      statement: { ...statement, result: ran.result && rememberedOf(ran.result) },
      milliseconds: ran.milliseconds,
    });
  const sent = async (statement: SentStatement, parameters?: readonly unknown[]): Promise<Ran> => {
    const started = performance.now();
    const result = await send(context, job, statement, parameters);
    return { result, milliseconds: performance.now() - started };
  };
  /** The journal is written as the role that the run began with. */
  const asOneself = (): string[] => (ownRole ? ["SET LOCAL ROLE NONE"] : []);

  /** The statement and its entry commit together. What changed nothing is not written down, and runs again. */
  const together = async (
    statement: SentStatement,
    parameters?: readonly unknown[],
  ): Promise<QueryResult> => {
    const limit = lockClassOf(statement.sql) === "blocking" ? (options.lockTimeout ?? defaultLockTimeout) : 0;
    await session.query(["BEGIN", ...(ownTimeout ? [] : [lockTimeoutSql(limit)])].join("; "));
    try {
      const ran = await sent(statement, parameters);
      const done = entry(statement, "done", ran);
      // A block that only looked may look at what a later statement takes away.
      const written = isBlock(statement.sql) ? journal.sql([done]) : journal.sqlIfChanged(done);
      await session.query([...resetTimeout(ownTimeout), ...asOneself(), ...written, "COMMIT"].join(";\n"));
      journal.kept();
      return ran.result;
    } catch (error) {
      await session.query("ROLLBACK").catch(() => undefined);
      throw error;
    }
  };

  /** What refuses a transaction is announced first: then nobody can mistake who has left what. */
  const alone = async (
    statement: SentStatement,
    parameters: readonly unknown[] | undefined,
    doubtful: boolean,
  ): Promise<QueryResult> => {
    if ((await probe(session, statement.sql, doubtful)) === "done") {
      await journal.write([entry(statement, "done")]);
      return nothing;
    }
    await journal.write([entry(statement, "started")]);
    const ran = await sent(statement, parameters).catch(async (error: unknown) => {
      // A lost connection cannot say so: then the next run looks for itself, as where the end is not written down.
      await journal.write([entry(statement, "failed")]).catch(() => undefined);
      // The rows are in its way. What a build has left of its index would only be in the way of everybody else.
      if (isOfRows(error)) await probe(session, statement.sql, true).catch(() => undefined);
      throw error;
    });
    await journal.write([entry(statement, "done", { milliseconds: ran.milliseconds })]);
    return ran.result;
  };

  const once: Send = async (statement, parameters) => {
    const before = job.finished.get(statement.number);
    if (standsAlone(statement.sql) || before?.outcome === "started")
      return alone(statement, parameters, before?.outcome === "started");
    try {
      return await together(statement, parameters);
    } catch (error) {
      if (refusesTransaction(error)) return alone(statement, parameters, false);
      throw error;
    }
  };

  const patiently: Send = (statement, parameters) =>
    retrying(
      () => once(statement, parameters),
      (error) => (isContention(error) ? error : null),
      {
        deadline: context.deadline,
        signal: options.signal,
        onRetry: ({ attempts, pause, error }) =>
          options.onEvent?.({
            kind: "retrying",
            migration: refOf(job.migration),
            attempts,
            pause,
            reason: error.message,
          }),
      },
    );

  const tolerantly: Send = async (statement, parameters) => {
    try {
      return await patiently(statement, parameters);
    } catch (error) {
      if (!job.tolerant || !isNothingToUndo(error)) throw error;
      await journal.write([entry(statement, "skipped")]);
      options.onEvent?.({
        kind: "warning",
        message: `Statement ${statement.number} of the rollback of ${job.migration.name} had nothing to undo: ${error.message}.`,
      });
      return nothing;
    }
  };

  const withinOwn = async (
    entries: Entry[],
    statement: SentStatement,
    parameters: readonly unknown[] | undefined,
  ): Promise<QueryResult> => {
    const control = controlOf(statement.sql);
    if (control === "commit" && entries.length > 0) {
      await session.query([...asOneself(), ...journal.sql(entries)].join(";\n"));
    }
    const ran = await sent(statement, parameters);
    if (control === "commit" || control === "rollback") own = null;
    else if (control === null) entries.push(entry(statement, "done", ran));
    return ran.result;
  };

  return {
    async send(statement, parameters) {
      const before = job.finished.get(statement.number);
      if (before && before.hash !== hashOf(statement.sql)) throw changed(job, statement);
      if (before?.outcome === "done" || before?.outcome === "skipped") return resultOf(before);
      tell(context, job, statement);
      ownRole ||= /\bROLE\b/i.test(statement.sql);
      ownTimeout ||= setsLockTimeout(statement.sql);
      if (own !== null) return withinOwn(own, statement, parameters);
      const control = controlOf(statement.sql);
      if (control === null) return tolerantly(statement, parameters);
      const result = await send(context, job, statement, parameters);
      if (control === "begin") own = [];
      return result;
    },
    end() {
      if (own !== null) throw new Error("it began a transaction that it does not end");
    },
  };
}

/** The journal's own lines wait for nobody that a migration could wait for. */
function resetTimeout(ownTimeout: boolean): string[] {
  return ownTimeout ? [] : [lockTimeoutSql(0)];
}

/** `active_sql_transaction`, and a COMMIT in a procedure: both are said before anything is done. */
function refusesTransaction(error: unknown): boolean {
  return error instanceof PostgresError && ["25001", "2D000"].includes(error.sqlstate);
}

const missing = ["42P01", "42703", "42704", "42883", "3F000"];
const there = ["42P07", "42701", "42710", "42723", "42P06"];

/** What was to be dropped is not there, or what was to be made again still is. */
function isNothingToUndo(error: unknown): error is PostgresError {
  return error instanceof PostgresError && [...missing, ...there].includes(error.sqlstate);
}

const longestResult = 100_000;

/** What the migration was given, so that going on it decides as it did before. */
function rememberedOf({ command, rowCount, rows }: QueryResult): object | undefined {
  if (!/^(?:INSERT|UPDATE|DELETE|MERGE|SELECT)$/.test(command)) return undefined;
  const result = { command, rowCount, rows };
  return JSON.stringify(result).length <= longestResult ? result : { command, rowCount, rows: [] };
}

function resultOf({ result }: Step): QueryResult {
  return { ...nothing, ...result };
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
