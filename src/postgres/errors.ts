import { SchemaError } from "../errors";
import { codeOf } from "./codes";
import { connectionProblem } from "./connection-problems";
import { withoutSecrets } from "./secrets";

/** What PostgreSQL says of an error, beside its message. */
export interface PostgresErrorFields {
  readonly code: string;
  readonly message: string;
  readonly detail?: string | undefined;
  readonly hint?: string | undefined;
  readonly position?: string | undefined;
  readonly schema?: string | undefined;
  readonly table?: string | undefined;
  readonly column?: string | undefined;
  readonly constraint?: string | undefined;
}

/** A statement that PostgreSQL refused. Its `code` is `SQL_` and the SQLSTATE; `cause` is node-postgres's own error. */
export class PostgresError extends SchemaError {
  readonly sqlstate: string;
  readonly detail: string | null;
  /** What the server itself advises. */
  readonly serverHint: string | null;
  /** Where in the statement, in characters from 1. */
  readonly position: number | null;
  readonly schema: string | null;
  readonly table: string | null;
  readonly column: string | null;
  readonly constraint: string | null;
  /** Passwords that it sets are left out. */
  readonly statement: string;

  constructor(fields: PostgresErrorFields, statement: string) {
    super({
      code: `SQL_${fields.code}`,
      message: fields.message,
      hint: fields.hint ?? adviceFor(fields.code),
      cause: fields,
    });
    this.name = "PostgresError";
    this.sqlstate = fields.code;
    this.detail = fields.detail ?? null;
    this.serverHint = fields.hint ?? null;
    this.position = fields.position === undefined ? null : Number(fields.position);
    this.schema = fields.schema ?? null;
    this.table = fields.table ?? null;
    this.column = fields.column ?? null;
    this.constraint = fields.constraint ?? null;
    this.statement = withoutSecrets(statement);
  }
}

/** Whatever a driver threw while `statement` ran, as an error of ours. */
export function sessionError(error: unknown, statement: string, label: string): SchemaError {
  return isPostgresError(error) ? new PostgresError(error, statement) : connectionProblem(error, label);
}

/** PGlite has an error class of its own, so the fields tell. */
function isPostgresError(error: unknown): error is PostgresErrorFields {
  return typeof error === "object" && error !== null && "severity" in error && isSqlState(codeOf(error));
}

const isSqlState = (code: string) => /^[0-9A-Z]{5}$/.test(code);

const advice: Readonly<Record<string, string>> = {
  "25P03":
    "The role's idle_in_transaction_session_timeout ended the connection: give it more time, then try again.",
  "25P04": "The role's transaction_timeout ended the connection: give it more time, then try again.",
  "23502": "Rows that are there already break it: give the column a default, or fill it first.",
  "23503": "Rows that are there already break it: correct or remove them first.",
  "23505": "Rows that are there already break it: remove the duplicates first.",
  "23514": "Rows that are there already break it: correct them first.",
  "25006": "The database is read-only: connect to the primary server.",
  "2BP01": "Something still depends on it: drop that first.",
  "40P01": "Another session was in the way: try again.",
  "42501": "Connect as a role that owns the objects, or have one GRANT the right.",
  "53100": "Make room on the server's disk, then try again.",
  "55P03": "Another session holds the lock: try again when it is done.",
  "57P01": "The server ended the connection: see that it is up, then try again.",
  "57P02": "The server crashed: see that it is up, then try again.",
  "57P05": "The role's idle_session_timeout ended the connection: give it more time, then try again.",
  "57014": "It took longer than the timeout allows, or somebody cancelled it: try again with more time.",
};

const adviceFor = (sqlstate: string) => advice[sqlstate] ?? "Correct the statement, then try again.";
