import type { Session } from "../../postgres";
import type { EntryOutcome, Operation, Subject } from "./entry";
import type { JournalTable } from "./table";

/** A line of the journal, as people and programs read it. */
export interface HistoryEntry {
  /** Counts up in the order of writing. */
  readonly id: number;
  /** Which run wrote it; all lines of one run share it. */
  readonly run: string;
  /** What it is about: a run, a migration, a statement, a hook, the schema. */
  readonly subject: Subject;
  readonly operation: Operation;
  readonly outcome: EntryOutcome;
  /** Its name; null where it is about none in particular, as those below. */
  readonly migration: string | null;
  readonly file: string | null;
  readonly checksum: string | null;
  /** From 1 within the migration. */
  readonly statement: number | null;
  readonly sql: string | null;
  /** What went wrong, or what was passed over. */
  readonly error: string | null;
  /** ISO 8601, by the server's clock. */
  readonly started: string;
  readonly milliseconds: number | null;
  /** The role of the database. */
  readonly role: string;
  /** Who ran it, as its system knows them. */
  readonly person: string;
  readonly host: string;
  /** The tool's version. */
  readonly tool: string;
}

/** A moment as ISO 8601 writes it. */
export const iso = (column: string) =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * The journal, in the order of writing.
 *
 * @param limit the newest so many operations; all of them without it
 */
export async function readHistory(
  session: Session,
  { path, record }: JournalTable,
  limit: number | undefined,
): Promise<HistoryEntry[]> {
  const newest =
    limit === undefined
      ? ""
      : `AND run IN (SELECT run FROM ${path} WHERE record = $1 AND subject = 'run' AND outcome = 'started' ORDER BY id DESC LIMIT ${limit})`;
  const rows = await session.query<Omit<HistoryEntry, "milliseconds"> & { milliseconds: string | null }>(
    `SELECT id::int AS id, run, subject, operation, outcome, migration, file, checksum, statement, sql, error,
            ${iso("started")} AS started,
            milliseconds::text AS milliseconds, role, person, host, tool
       FROM ${path} WHERE record = $1 ${newest} ORDER BY id`,
    [record],
  );
  return rows.map((row) => ({
    ...row,
    milliseconds: row.milliseconds === null ? null : Number(row.milliseconds),
  }));
}

export interface OpenRun {
  readonly person: string;
  readonly host: string;
  readonly since: string;
}

/** The last run, where it has not ended. */
export async function readOpenRun(session: Session, { path, record }: JournalTable): Promise<OpenRun | null> {
  const [row] = await session.query<OpenRun & { outcome: EntryOutcome }>(
    `SELECT person, host, started::text AS since, outcome FROM ${path}
      WHERE record = $1 AND subject = 'run' ORDER BY id DESC LIMIT 1`,
    [record],
  );
  return row?.outcome === "started" ? row : null;
}
