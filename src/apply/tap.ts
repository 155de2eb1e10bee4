import { PostgresError, type QueryResult, type Session } from "../postgres";

/** A statement that a migration sent, numbered from 1 within it. */
export interface SentStatement {
  readonly number: number;
  readonly sql: string;
}

export interface FailedStatement extends SentStatement {
  readonly error: unknown;
}

/** A session that remembers what went through it, for progress and for telling which statement failed. */
export interface Tap {
  readonly session: Session;
  /** Begins to count anew; null lets pass what is not the migration's. */
  watch(onStatement: ((statement: SentStatement) => void) | null): void;
  readonly count: number;
  /** The last statement that failed for a reason of its own, and not because the transaction was aborted before. */
  readonly failed: FailedStatement | null;
}

/** `before` sees every statement first, and may send others of its own to `session`. */
export function tapOf(session: Session, before: (sql: string) => Promise<void>): Tap {
  let count = 0;
  let failed: FailedStatement | null = null;
  let listener: ((statement: SentStatement) => void) | null = null;

  const execute = async (sql: string, parameters?: readonly unknown[]): Promise<QueryResult> => {
    if (listener === null) return session.execute(sql, parameters);
    await before(sql);
    count += 1;
    const statement = { number: count, sql };
    listener(statement);
    try {
      return await session.execute(sql, parameters);
    } catch (error) {
      if (failed === null || !isAftermath(error)) failed = { ...statement, error };
      throw error;
    }
  };

  return {
    session: {
      execute,
      query: async <Row>(sql: string, parameters?: readonly unknown[]) =>
        (await execute(sql, parameters)).rows as Row[],
    },
    watch(onStatement) {
      listener = onStatement;
      if (onStatement === null) return;
      count = 0;
      failed = null;
    },
    get count() {
      return count;
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
