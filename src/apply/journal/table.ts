import type { Configuration } from "../../config/configuration";
import { qualify, quoteIdentifier } from "../../schema";

/** The append-only log of every operation, beside the record of what is applied. */
export interface JournalTable {
  readonly schema: string;
  readonly name: string;
  /** As SQL writes it. */
  readonly path: string;
  /** The name of the record's table: projects with records of their own may share a schema. */
  readonly record: string;
}

export const journalName = "schema_journal";

export function journalTableOf({ defaultSchema, migrations }: Configuration): JournalTable {
  return {
    schema: defaultSchema,
    name: journalName,
    path: qualify(defaultSchema, journalName),
    record: migrations.table,
  };
}

/** Beside the journal, for runs behind a pooler. */
export const lockName = "schema_lock";

export function lockTableOf({ schema }: JournalTable): string {
  return qualify(schema, lockName);
}

export function createJournalSql({ schema, path }: JournalTable): string[] {
  return [
    ...(schema === "public" ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`]),
    `CREATE TABLE IF NOT EXISTS ${path} (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run uuid NOT NULL,
  record text NOT NULL,
  subject text NOT NULL,
  operation text NOT NULL,
  outcome text NOT NULL,
  migration text,
  file text,
  checksum text,
  statement integer,
  hash text,
  sql text,
  result jsonb,
  error text,
  started timestamptz NOT NULL,
  milliseconds bigint,
  role text NOT NULL DEFAULT session_user,
  person text NOT NULL,
  host text NOT NULL,
  tool text NOT NULL
)`,
  ];
}
