import type { Database } from "../../postgres";

/** Cancels the statement of the server's process, from another connection, when the signal is given while `work` goes on. */
export async function whileInterruptible<T>(
  database: Database,
  pid: number,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  // The embedded database has one session: a signal takes effect between two statements.
  if (signal === undefined || database.kind === "embedded") return work();
  const cancel = (): void => {
    const sql = "SELECT pg_cancel_backend($1)";
    // Without a second connection the statement runs to its end, and the migration stops after it.
    database.session((other) => other.query(sql, [pid])).catch(() => undefined);
  };
  signal.addEventListener("abort", cancel);
  try {
    return await work();
  } finally {
    signal.removeEventListener("abort", cancel);
  }
}
