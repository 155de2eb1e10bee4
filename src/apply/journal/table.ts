import type { Configuration } from "../../config/configuration";
import { qualify, quoteIdentifier, quoteLiteral } from "../../schema";

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
  const schema = migrations.schema ?? defaultSchema;
  return { schema, name: journalName, path: qualify(schema, journalName), record: migrations.table };
}

/** Beside the journal, for runs behind a pooler. */
export const lockName = "schema_lock";

export function lockTableOf({ schema }: JournalTable): string {
  return qualify(schema, lockName);
}

/** Whether or not the role may create schemas, where the schema is there already: IF NOT EXISTS asks for the right first. */
export function ensureSchemaSql(schema: string): string[] {
  if (schema === "public") return [];
  const name = quoteIdentifier(schema);
  return [
    `DO $$ BEGIN IF to_regnamespace(${quoteLiteral(name)}) IS NULL THEN CREATE SCHEMA ${name}; END IF; END $$`,
  ];
}

export function createJournalSql({ schema, path }: JournalTable): string[] {
  return [
    ...ensureSchemaSql(schema),
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
