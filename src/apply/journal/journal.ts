import type { Session } from "../../postgres";
import { quoteLiteral } from "../../schema";
import { type Author, thisRun } from "./author";
import { type Entry, insertEntriesSql, insertIfChangedSql, type Operation } from "./entry";
import { createJournalSql, type JournalTable } from "./table";

/** Writes what one run does, and never changes what is written. */
export interface Journal {
  readonly operation: Operation;
  /** The statements that write the entries, for a transaction of the caller's. */
  sql(entries: readonly Entry[]): string[];
  /** The same, where the transaction has changed anything. */
  sqlIfChanged(entry: Entry): string[];
  /** What `sql` gave is committed. */
  kept(): void;
  /** Writes the entries at once. Where there is no schema yet to hold the journal, they wait for one. */
  write(entries: readonly Entry[]): Promise<void>;
}

/** For a database of no consequence. */
export const noJournal: Journal = {
  operation: "apply",
  sql: () => [],
  sqlIfChanged: () => [],
  kept: () => {},
  write: async () => {},
};

export interface JournalPlace {
  readonly table: JournalTable;
  readonly exists: boolean;
  /** Whether the schema is there; else it comes with the first migration that is recorded. */
  readonly schemaExists: boolean;
}

/** Opens the journal for one run, which holds the lock: whatever has begun before and not ended never will. */
export async function openJournal(
  session: Session,
  { table, ...place }: JournalPlace,
  operation: Operation,
): Promise<Journal> {
  const author = thisRun();
  let exists = place.exists;
  let schemaExists = place.schemaExists || table.schema === "public";
  let waiting: readonly Entry[] = [];
  const create = () => (exists ? [] : createJournalSql(table));
  const kept = (): void => {
    exists = true;
    schemaExists = true;
    waiting = [];
  };
  const sql = (entries: readonly Entry[]): string[] => [
    ...create(),
    insertEntriesSql(table, author, [...waiting, ...entries]),
  ];
  const write = async (entries: readonly Entry[]): Promise<void> => {
    if (!schemaExists) {
      waiting = [...waiting, ...entries];
      return;
    }
    await session.query(sql(entries).join(";\n"));
    kept();
  };
  if (exists) await session.query(closeLostRunsSql(table, author));
  await write([{ subject: "run", operation, outcome: "started" }]);
  return {
    operation,
    sql,
    // To make the journal is a change.
    sqlIfChanged: (entry) => (exists ? [insertIfChangedSql(table, author, entry)] : sql([entry])),
    kept,
    write,
  };
}

/** A run that was killed could not say so. */
function closeLostRunsSql({ path, record }: JournalTable, { person, host, tool }: Author): string {
  const text = quoteLiteral;
  return `INSERT INTO ${path} (run, record, subject, operation, outcome, started, person, host, tool)
    SELECT s.run, s.record, 'run', s.operation, 'lost', clock_timestamp(), ${[person, host, tool].map(text).join(", ")}
      FROM ${path} s
     WHERE s.record = ${text(record)} AND s.subject = 'run' AND s.outcome = 'started'
       AND NOT EXISTS (SELECT FROM ${path} e WHERE e.run = s.run AND e.subject = 'run' AND e.outcome <> 'started')`;
}
