import type { DataSource } from "typeorm";
import type { Session } from "../../postgres";
import { qualify } from "../../schema";

/**
 * TypeORM keeps the text of views and generated columns in a table of its own, makes it before it runs migrations,
 * and writes to it in the migrations that it generates. It is made here when the first statement asks for it.
 */
export function metadataTableSql(sql: string, dataSource: DataSource): string | null {
  const name = dataSource.metadataTableName;
  if (!sql.includes(name) || /\bCREATE\s+TABLE\b/i.test(sql)) return null;
  const schema = "schema" in dataSource.options ? (dataSource.options.schema ?? null) : null;
  return `CREATE TABLE IF NOT EXISTS ${qualify(schema, name)} (
  type character varying NOT NULL,
  database character varying,
  schema character varying,
  "table" character varying,
  name character varying,
  value text
)`;
}

export async function ensureMetadataTable(
  session: Session,
  sql: string,
  dataSource: DataSource,
): Promise<void> {
  const create = metadataTableSql(sql, dataSource);
  if (create !== null) await session.query(create);
}
