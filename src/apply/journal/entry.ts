import { hash } from "node:crypto";
import type { HookMoment } from "../../config/hooks";
import { withoutSecrets } from "../../postgres";
import { quoteLiteral } from "../../schema";
import type { Author } from "./author";
import type { JournalTable } from "./table";

export type Operation = "apply" | "rollback" | "stamp" | "unstamp" | "restore";

/** How it stands with what an entry tells of. `lost`: it never said how it ended. */
export type EntryOutcome = "started" | "done" | "failed" | "interrupted" | "skipped" | "lost";

/** What a line is about; a hook's is called by its moment. */
export type Subject = "run" | "migration" | "statement" | "schema" | HookMoment;

/** What one line of the journal says, its author and its time aside. */
export interface Entry {
  readonly subject: Subject;
  readonly operation: Operation;
  readonly outcome: EntryOutcome;
  readonly migration?: EntryMigration | undefined;
  readonly statement?: EntryStatement | undefined;
  readonly error?: string | undefined;
  /** Of the schema, as the server tells it: by this it is known again. */
  readonly fingerprint?: string | undefined;
  /** How long it took. */
  readonly milliseconds?: number | Share | undefined;
  /** When it was over, by `performance.now()`; left out where the entry is written at that moment. */
  readonly ended?: number | undefined;
}

/** Its part of the time since the server got the message in which the entry stands. */
export interface Share {
  readonly ofMessageSharedBy: number;
}

export interface EntryMigration {
  readonly name: string;
  /** From the project's directory, with forward slashes. */
  readonly file: string | null;
  readonly checksum: string | null;
}

export interface EntryStatement {
  /** From 1 within its migration. */
  readonly number: number;
  readonly sql: string;
  /** What a later run gives the migration in place of sending the statement again. */
  readonly result?: object | undefined;
}

const longestSql = 10_000;

const sharedColumns = "run, record, person, host, tool";
const ownColumns =
  "subject, operation, outcome, migration, file, checksum, statement, hash, sql, result, error, started, milliseconds";

/** One statement that writes all of the entries. What is the same in all of them is said once: it has to be read there. */
export function insertEntriesSql(
  { path, record }: JournalTable,
  { run, person, host, tool }: Author,
  entries: readonly Entry[],
): string {
  const shared = [run, record, person, host, tool].map(quoteLiteral).join(", ");
  const rows = entries.map((entry) => `(${valuesOf(entry).join(", ")})`);
  return `INSERT INTO ${path} (${sharedColumns}, ${ownColumns})\nSELECT ${shared}, entry.* FROM (VALUES\n${rows.join(",\n")}) AS entry`;
}

/** Writes the entry only where the transaction has changed something: what only reads may be read again. */
export function insertIfChangedSql(table: JournalTable, author: Author, entry: Entry): string {
  return `${insertEntriesSql(table, author, [entry])} WHERE pg_current_xact_id_if_assigned() IS NOT NULL`;
}

export function hashOf(sql: string): string {
  return hash("sha256", sql);
}

function valuesOf(entry: Entry): string[] {
  const { subject, operation, outcome, migration, statement, error, fingerprint } = entry;
  return [
    ...[subject, operation, outcome].map(quoteLiteral),
    ...[migration?.name, migration?.file, migration?.checksum].map(literal),
    statement === undefined ? "NULL::int" : String(statement.number),
    literal(statement ? hashOf(statement.sql) : fingerprint),
    literal(statement && shortened(withoutSecrets(statement.sql))),
    `${literal(statement?.result && JSON.stringify(statement.result))}::jsonb`,
    literal(error),
    ...timesOf(entry),
  ];
}

/** When it started, and for how long it went on. */
function timesOf({ milliseconds, ended }: Entry): readonly [string, string] {
  if (milliseconds === undefined) return ["clock_timestamp()", "NULL::bigint"];
  if (typeof milliseconds === "object") {
    const passed = "extract(epoch FROM clock_timestamp() - statement_timestamp())";
    return ["statement_timestamp()", `(${passed} * 1000 / ${milliseconds.ofMessageSharedBy})::bigint`];
  }
  const since = ended === undefined ? 0 : performance.now() - ended;
  const ago = Math.round(milliseconds + since);
  return [`clock_timestamp() - interval '${ago} ms'`, String(Math.round(milliseconds))];
}

function literal(text: string | null | undefined): string {
  return text === null || text === undefined ? "NULL" : quoteLiteral(text.replaceAll("\0", ""));
}

function shortened(sql: string): string {
  const text = sql.trim();
  return text.length <= longestSql ? text : `${text.slice(0, longestSql)} …`;
}
