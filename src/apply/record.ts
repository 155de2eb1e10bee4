import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import type { Session } from "../postgres";
import { qualify, quoteIdentifier, quoteLiteral } from "../schema";

/** A row of TypeORM's table of executed migrations. */
export interface Executed {
  readonly id: number;
  readonly timestamp: number;
  readonly name: string;
}

/** TypeORM's table of executed migrations, and how it is read and kept. */
export interface RecordTable {
  readonly schema: string;
  readonly name: string;
  /** As SQL writes it. */
  readonly path: string;
  readonly primaryKey: string;
}

export interface RecordState {
  readonly exists: boolean;
  /** In the order in which they were executed. */
  readonly executed: readonly Executed[];
}

export function recordTableOf({ defaultSchema, migrations, project }: Configuration): RecordTable {
  const naming = project.options.namingStrategy ?? new project.typeorm.DefaultNamingStrategy();
  return {
    schema: defaultSchema,
    name: migrations.table,
    path: qualify(defaultSchema, migrations.table),
    primaryKey: naming.primaryKeyName(migrations.table, ["id"]),
  };
}

/** Reads the record and creates nothing. */
export async function readRecord(session: Session, table: RecordTable): Promise<RecordState> {
  const found = await session.query(
    `SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = $1 AND c.relname = $2`,
    [table.schema, table.name],
  );
  if (found.length === 0) return { exists: false, executed: [] };
  const rows = await session.query<{ id: string; timestamp: string; name: string }>(
    `SELECT id::text AS id, "timestamp"::text AS "timestamp", name FROM ${table.path} ORDER BY ${table.path}.id`,
  );
  const executed = rows.map((row) => ({ ...row, id: Number(row.id), timestamp: Number(row.timestamp) }));
  return { exists: true, executed };
}

/** As TypeORM creates it, its primary key's name included. */
export function createRecordSql({ schema, path, primaryKey }: RecordTable): string[] {
  return [
    // The default schema may be one that no migration creates.
    ...(schema === "public" ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)}`]),
    `CREATE TABLE ${path} (
  id SERIAL NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT ${quoteIdentifier(primaryKey)} PRIMARY KEY (id)
)`,
  ];
}

export function insertRecordSql(table: RecordTable, { timestamp, name }: Omit<Executed, "id">): string {
  return `INSERT INTO ${table.path} ("timestamp", name) VALUES (${timestamp}, ${quoteLiteral(name)})`;
}

export function deleteRecordSql(table: RecordTable, { timestamp, name }: Omit<Executed, "id">): string {
  return `DELETE FROM ${table.path} WHERE "timestamp" = ${timestamp} AND name = ${quoteLiteral(name)}`;
}

/** Before anything runs: a role that cannot keep the record must not change the schema. */
export async function checkRecordWritable(
  session: Session,
  table: RecordTable,
  state: RecordState,
): Promise<void> {
  const [row] = await session.query<{ allowed: boolean | null; role: string }>(
    state.exists
      ? `SELECT has_table_privilege($1, 'INSERT') AND has_table_privilege($1, 'DELETE') AS allowed,
              current_user AS role`
      : `SELECT coalesce(
           (SELECT has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = $1),
           has_database_privilege(current_database(), 'CREATE')) AS allowed, current_user AS role`,
    [state.exists ? table.path : table.schema],
  );
  if (row?.allowed) return;
  throw new SchemaError({
    code: "RECORD_NOT_WRITABLE",
    message: `The role ${row?.role ?? ""} may not ${state.exists ? "write to" : "create"} ${table.path}, the record of what is applied. Nothing was done.`,
    hint: state.exists
      ? `Connect as the table's owner, or GRANT INSERT, DELETE ON ${table.path}.`
      : `Connect as a role that may create tables, or GRANT CREATE ON SCHEMA ${quoteIdentifier(table.schema)}.`,
  });
}
