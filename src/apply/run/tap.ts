import { PostgresError, type QueryResult, type Session, sessionBy } from "../../postgres";

/** A statement that a migration sent, numbered from 1 within it. */
export interface SentStatement {
  readonly number: number;
  readonly sql: string;
}

export interface DoneStatement extends SentStatement {
  readonly milliseconds: number;
  /** By `performance.now()`. */
  readonly ended: number;
}

export interface FailedStatement extends SentStatement {
  readonly error: unknown;
}

/** What becomes of a statement of the migration. */
export type Send = (
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
) => Promise<QueryResult>;

/** A session that remembers what went through it, and lets somebody else decide how it is sent. */
export interface Tap {
  readonly session: Session;
  /** Begins to count anew; null lets pass what is not the migration's. */
  watch(send: Send | null): void;
  /** What `work` sends is not the migration's: it is sent by `send`, and not counted. */
  aside<T>(send: Send, work: () => Promise<T>): Promise<T>;
  /** What TypeORM's own START TRANSACTION is sent as. */
  beginWith(sql: string): void;
  readonly count: number;
  /** What came to its end, in order. */
  readonly done: readonly DoneStatement[];
  /** The last statement that failed for a reason of its own, and not because the transaction was aborted before. */
  readonly failed: FailedStatement | null;
}

export function tapOf(session: Session): Tap {
  let tally = newTally();
  let watcher: Send | null = null;
  let asider: Send | null = null;
  let begin = "START TRANSACTION";

  const execute: Session["execute"] = async (sql, parameters) => {
    if (asider !== null) return asider({ number: 0, sql }, parameters);
    if (watcher !== null) return sendCounted(tally, watcher, sql, parameters);
    return session.execute(sql === "START TRANSACTION" ? begin : sql, parameters);
  };

  return {
    session: sessionBy(session.processId, execute),
    watch(send) {
      watcher = send;
      if (send !== null) tally = newTally();
    },
    async aside(send, work) {
      asider = send;
      try {
        return await work();
      } finally {
        asider = null;
      }
    },
    beginWith(sql) {
      begin = sql;
    },
    get count() {
      return tally.count;
    },
    get done() {
      return tally.done;
    },
    get failed() {
      return tally.failed;
    },
  };
}

/** What became of the statements so far. */
interface Tally {
  count: number;
  readonly done: DoneStatement[];
  failed: FailedStatement | null;
}

const newTally = (): Tally => ({ count: 0, done: [], failed: null });

async function sendCounted(
  tally: Tally,
  send: Send,
  sql: string,
  parameters: readonly unknown[] | undefined,
): Promise<QueryResult> {
  tally.count += 1;
  const statement = { number: tally.count, sql };
  const started = performance.now();
  try {
    const result = await send(statement, parameters);
    const ended = performance.now();
    tally.done.push({ ...statement, milliseconds: ended - started, ended });
    return result;
  } catch (error) {
    if (tally.failed === null || !isAftermath(error)) tally.failed = { ...statement, error };
    throw error;
  }
}

/** `25P02`: current transaction is aborted, commands ignored until end of transaction block. */
function isAftermath(error: unknown): boolean {
  return error instanceof PostgresError && error.sqlstate === "25P02";
}
