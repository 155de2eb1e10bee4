import { isOurs } from "../../catalog/fragments";
import { qualify, quoteIdentifier } from "../../schema";
import { type Finding, ok, warning } from "../finding";
import type { Examination } from "./check";

/** What killed runs and failed statements have left. */
export const scratchDatabases: Examination = async ({ database, session }) => {
  if (database.kind === "embedded") return [];
  const rows = await session.query<{ name: string }>(
    `SELECT d.datname AS name FROM pg_catalog.pg_database d
      WHERE d.datname LIKE 'schema\\_scratch\\_%'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid) ORDER BY 1`,
  );
  return rows.map(({ name }) =>
    warning(
      "scratch",
      `The scratch database ${name} is in use by nobody: a killed run has left it.`,
      `The next generate removes it after an hour; or: DROP DATABASE ${quoteIdentifier(name)}`,
    ),
  );
};

export const invalidIndexes: Examination = async ({ session }) => {
  const rows = await session.query<{ schema: string; name: string; table: string }>(
    `SELECT n.nspname AS schema, c.relname AS name, t.relname AS table
       FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
       JOIN pg_catalog.pg_class t ON t.oid = i.indrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT i.indisvalid AND c.relkind = 'i' AND ${isOurs("n.nspname")}
        -- One that is being built just now becomes valid by itself.
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = c.oid)
      ORDER BY 1, 2`,
  );
  if (rows.length === 0) return [ok("indexes", "all are valid")];
  return rows.map(({ schema, name, table }): Finding => {
    const path = qualify(schema, name);
    return warning(
      "indexes",
      `The index ${path} on ${table} is invalid: a concurrent build failed; it costs every write and serves no query.`,
      `DROP INDEX CONCURRENTLY ${path}, then build it again; \`schema apply\` does both for a migration that it left unfinished.`,
    );
  });
};

export const unvalidatedConstraints: Examination = async ({ session }) => {
  const rows = await session.query<{ schema: string; table: string; name: string }>(
    `SELECT n.nspname AS schema, t.relname AS table, c.conname AS name
       FROM pg_catalog.pg_constraint c JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
       JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      WHERE NOT c.convalidated AND c.conparentid = 0 AND ${isOurs("n.nspname")} ORDER BY 1, 2, 3`,
  );
  if (rows.length === 0) return [ok("constraints", "all are validated")];
  return rows.map(({ schema, table, name }) =>
    warning(
      "constraints",
      `The constraint ${name} of ${qualify(schema, table)} is not validated: older rows were never checked.`,
      `ALTER TABLE ${qualify(schema, table)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`,
    ),
  );
};
