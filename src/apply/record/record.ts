import type { Configuration } from "../../config/configuration";
import type { Session } from "../../postgres";
import { qualify, quoteIdentifier, quoteLiteral } from "../../schema";
import { ensureSchemaSql } from "../journal";

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
  /** Nobody has said in which schema it is, so TypeORM would go by the role's search_path. */
  readonly implied: boolean;
}

export function recordTableOf({ defaultSchema, migrations, project }: Configuration): RecordTable {
  const naming = project.options.namingStrategy ?? new project.typeorm.DefaultNamingStrategy();
  const schema = migrations.schema ?? defaultSchema;
  return {
    schema,
    name: migrations.table,
    path: qualify(schema, migrations.table),
    primaryKey: naming.primaryKeyName(migrations.table, ["id"]),
    implied: !migrations.schema && !project.options.schema,
  };
}

/** In the order in which they were executed. */
export async function readExecuted(session: Session, { path }: RecordTable): Promise<readonly Executed[]> {
  const rows = await session.query<{ id: string; timestamp: string; name: string }>(
    `SELECT id::text AS id, "timestamp"::text AS "timestamp", name FROM ${path} ORDER BY ${path}.id`,
  );
  return rows.map((row) => ({ ...row, id: Number(row.id), timestamp: Number(row.timestamp) }));
}

/** As TypeORM creates it, its primary key's name included. */
export function createRecordSql({ schema, path, primaryKey }: RecordTable): string[] {
  return [
    // The default schema may be one that no migration creates.
    ...ensureSchemaSql(schema),
    `CREATE TABLE ${path} (
  id SERIAL NOT NULL,
  "timestamp" bigint NOT NULL,
  name character varying NOT NULL,
  CONSTRAINT ${quoteIdentifier(primaryKey)} PRIMARY KEY (id)
)`,
  ];
}

/** For where nobody can know whether it is there. */
export function ensureRecordSql(table: RecordTable): string[] {
  return createRecordSql(table).map((sql) => sql.replace(/^CREATE TABLE /, "CREATE TABLE IF NOT EXISTS "));
}

/** A row of the record that is to be, or was. */
export type Recording = Omit<Executed, "id">;

/** One statement, in whose order they are numbered; none where there are none. */
export function insertRecordsSql({ path }: RecordTable, list: readonly Recording[]): string[] {
  return list.length === 0
    ? []
    : [`INSERT INTO ${path} ("timestamp", name) VALUES ${list.map(rowOf).join(", ")}`];
}

export function deleteRecordsSql({ path }: RecordTable, list: readonly Recording[]): string[] {
  return list.length === 0
    ? []
    : [`DELETE FROM ${path} WHERE ("timestamp", name) IN (${list.map(rowOf).join(", ")})`];
}

const rowOf = ({ timestamp, name }: Recording) => `(${timestamp}, ${quoteLiteral(name)})`;
