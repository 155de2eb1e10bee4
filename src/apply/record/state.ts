import type { Configuration } from "../../config/configuration";
import type { Session } from "../../postgres";
import { emptyJournal, type JournalPlace, type JournalState, journalTableOf, readJournal } from "../journal";
import { type Executed, type RecordTable, readExecuted, recordTableOf } from "./record";

/** The tables in which a database keeps what was done to it. */
export interface Tables {
  readonly record: RecordTable;
  readonly journal: JournalPlace["table"];
}

/** What those tables say. */
export interface State {
  readonly recordExists: boolean;
  /** In the order in which they were executed. */
  readonly executed: readonly Executed[];
  readonly journal: JournalState;
  readonly place: JournalPlace;
}

export function tablesOf(configuration: Configuration): Tables {
  return { record: recordTableOf(configuration), journal: journalTableOf(configuration) };
}

/** Reads both tables and creates nothing. */
export async function readState(session: Session, { record, journal }: Tables): Promise<State> {
  const found = await session.query<{ name: string | null; readable: boolean | null }>(
    `SELECT c.relname AS name, has_table_privilege(c.oid, 'SELECT') AS readable FROM pg_catalog.pg_namespace n
       LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname IN ($2, $3)
      WHERE n.nspname = $1`,
    [record.schema, record.name, journal.name],
  );
  const names = new Set(found.map(({ name }) => name));
  const recordExists = names.has(record.name);
  const exists = names.has(journal.name);
  // Who may only look at the record is told what that says.
  const readable = found.some(({ name, readable }) => name === journal.name && readable === true);
  return {
    recordExists,
    executed: recordExists ? await readExecuted(session, record) : [],
    journal: readable ? await readJournal(session, journal) : emptyJournal,
    place: { table: journal, exists, schemaExists: found.length > 0 },
  };
}
