import { PostgresError, type QueryResult, type Session } from "../../postgres";

/** A statement that a migration sent, numbered from 1 within it. */
export interface SentStatement {
  readonly number: number;
  readonly sql: string;
}

export interface DoneStatement extends SentStatement {
  readonly milliseconds: number;
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
  let count = 0;
  let done: DoneStatement[] = [];
  let failed: FailedStatement | null = null;
  let watcher: Send | null = null;
  let asider: Send | null = null;
  let begin = "START TRANSACTION";

  const execute = async (sql: string, parameters?: readonly unknown[]): Promise<QueryResult> => {
    if (asider !== null) return asider({ number: 0, sql }, parameters);
    if (watcher === null) return session.execute(sql === "START TRANSACTION" ? begin : sql, parameters);
    count += 1;
    const statement = { number: count, sql };
    const started = performance.now();
    try {
      const result = await watcher(statement, parameters);
      done.push({ ...statement, milliseconds: performance.now() - started });
      return result;
    } catch (error) {
      if (failed === null || !isAftermath(error)) failed = { ...statement, error };
      throw error;
    }
  };

  return {
    session: {
      processId: session.processId,
      execute,
      query: async <Row>(sql: string, parameters?: readonly unknown[]) =>
        (await execute(sql, parameters)).rows as Row[],
    },
    watch(send) {
      watcher = send;
      if (send === null) return;
      count = 0;
      done = [];
      failed = null;
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
      return count;
    },
    get done() {
      return done;
    },
    get failed() {
      return failed;
    },
  };
}

/** `25P02`: current transaction is aborted, commands ignored until end of transaction block. */
function isAftermath(error: unknown): boolean {
  return error instanceof PostgresError && error.sqlstate === "25P02";
}
