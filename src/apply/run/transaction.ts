import type { Session } from "../../postgres";
import { endsTransaction } from "./control";

/** What became of the transaction that a migration was given. */
export type TransactionState = "open" | "committed" | "aborted";

/** Follows one transaction that its migration may end by itself. Costs nothing where it does not. */
export interface TransactionFate {
  /** To be called before each statement of the migration. */
  before(sql: string): Promise<void>;
  /** Whether the migration has ended it. */
  readonly ended: boolean;
  state(): Promise<TransactionState>;
}

export function fateOf(session: Session): TransactionFate {
  let id: string | "aborted" | null = null;
  return {
    async before(sql) {
      // In an aborted transaction there is no asking, and no committing.
      if (id === null && endsTransaction(sql)) id = await idOf(session).catch(() => "aborted");
    },
    get ended() {
      return id !== null;
    },
    async state() {
      if (id === null) return "open";
      return id === "aborted" ? id : stateOf(session, id);
    },
  };
}

/** The open transaction's number, by which the server knows afterwards how it ended. */
async function idOf(session: Session): Promise<string> {
  const [row] = await session.query<{ id: string }>("SELECT pg_current_xact_id()::text AS id");
  if (row === undefined) throw new Error("pg_current_xact_id() gave no row");
  return row.id;
}

async function stateOf(session: Session, id: string): Promise<TransactionState> {
  const [row] = await session.query<{ state: string | null }>("SELECT pg_xact_status($1::xid8) AS state", [
    id,
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
