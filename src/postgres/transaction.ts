import { SchemaError } from "../errors";
import type { Session } from "./database";

export interface TransactionOptions {
  readonly isolation?: "READ COMMITTED" | "REPEATABLE READ" | "SERIALIZABLE";
  readonly readOnly?: boolean;
  /** How long each statement may wait for a lock, in milliseconds; the session's own setting where left out. */
  readonly lockTimeout?: number;
}

/** Everything that `work` does, or nothing. */
export async function transaction<T>(
  session: Session,
  work: () => Promise<T>,
  { isolation, readOnly, lockTimeout }: TransactionOptions = {},
): Promise<T> {
  const level = isolation === undefined ? "" : ` ISOLATION LEVEL ${isolation}`;
  const limit = lockTimeout === undefined ? "" : `; SET LOCAL lock_timeout = ${lockTimeout}`;
  await session.query(`BEGIN${level}${readOnly ? " READ ONLY" : ""}${limit}`);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    // A lost connection has rolled back already, and what `work` says matters more.
    await session.query("ROLLBACK").catch(() => {});
    throw error;
  }
  const { command } = await session.execute("COMMIT");
  // PostgreSQL answers so, without an error, when a statement failed and `work` went on regardless.
  if (command === "ROLLBACK") throw aborted();
  return result;
}

const aborted = () =>
  new SchemaError({
    code: "TRANSACTION_ABORTED",
    message: "The transaction was rolled back: a statement in it had failed, and its error was passed over.",
    hint: "Let the error of the statement through, or use a savepoint.",
  });
