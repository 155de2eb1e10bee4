import type { Session } from "../postgres";

/** What became of the transaction that a migration was given. */
export type TransactionState = "open" | "committed" | "aborted";

/** The open transaction's number, by which the server knows afterwards how it ended. */
export async function openTransaction(session: Session): Promise<string> {
  const [row] = await session.query<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
  if (row === undefined) throw new Error("pg_current_xact_id() gave no row");
  return row.id;
}

export async function stateOf(session: Session, transaction: string): Promise<TransactionState> {
  const [row] = await session.query<{ state: string | null }>("SELECT pg_xact_status($1::xid8) AS state", [
    transaction,
  ]);
  switch (row?.state) {
    case "in progress":
      return "open";
    case "committed":
      return "committed";
    default:
      return "aborted";
  }
}
