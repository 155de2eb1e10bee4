import type { Configuration } from "../../config/configuration";
import { exitStatus, SchemaError } from "../../errors";
import type { Session } from "../../postgres";
import { qualify, quoteIdentifier } from "../../schema";
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

interface Found {
  readonly name: string | null;
  readonly readable: boolean | null;
  readonly role: string;
  /** Where the search_path finds a table of the record's name. */
  readonly home: string | null;
}

/** Reads both tables and creates nothing. */
export async function readState(session: Session, { record, journal }: Tables): Promise<State> {
  const found = await session.query<Found>(
    `SELECT c.relname AS name, has_table_privilege(c.oid, 'SELECT') AS readable, current_user AS role,
            (SELECT s.nspname FROM pg_catalog.pg_class t JOIN pg_catalog.pg_namespace s ON s.oid = t.relnamespace
              WHERE t.oid = to_regclass(quote_ident($2))) AS home
       FROM pg_catalog.pg_namespace n
       LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname IN ($2, $3)
      WHERE n.nspname = $1`,
    [record.schema, record.name, journal.name],
  );
  const names = new Set(found.map(({ name }) => name));
  const recordExists = names.has(record.name);
  const home = found[0]?.home ?? null;
  if (!recordExists && record.implied && home !== null) throw elsewhere(record, home);
  const hidden = found.find(({ name, readable }) => name === record.name && readable === false);
  if (hidden !== undefined) throw notReadable(record, hidden.role);
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

function notReadable({ path }: RecordTable, role: string): SchemaError {
  return new SchemaError({
    code: "RECORD_NOT_READABLE",
    message: `The role ${role} may not read ${path}, the record of what is applied. Nothing was done.`,
    hint: `Connect as the table's owner, or have it run: GRANT SELECT ON ${path} TO ${quoteIdentifier(role)};`,
  });
}

/** TypeORM would go on there, and this tool would begin anew beside it. */
function elsewhere({ path, name }: RecordTable, home: string): SchemaError {
  return new SchemaError({
    code: "RECORD_ELSEWHERE",
    message: `The role's search_path leads to ${qualify(home, name)}, TypeORM's record of what is applied, and the data source names no schema, so that ${path} would be begun beside it. Nothing was done.`,
    hint: `Name the schema: \`schema: "${home}"\` in the data source, or --schema ${home}.`,
    exit: exitStatus.refused,
  });
}
