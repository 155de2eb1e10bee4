import type { Column, PrimaryKey, Sequence, Table } from "../schema";
import { identifier } from "./identifiers";
import { describeSequence, nextValue } from "./sequences";
import type { Described, Reading } from "./source";

/** The table of TypeORM's query cache, which no entity describes: `cache: true` in the data source asks for it. */
export function describeCache({ dataSource, defaultSchema, project }: Reading): Described[] {
  const { cache } = project.options;
  const given = typeof cache === "object" ? cache : {};
  const elsewhere = given.provider !== undefined || (given.type !== undefined && given.type !== "database");
  if (!cache || elsewhere) return [];
  const tableName = given.tableName || "query-result-cache";
  const { Table: TypeOrmTable } = project.typeorm;
  const on = { schema: defaultSchema, table: identifier(tableName), comment: null };
  const column = (name: string, type: string, sequence: Sequence | null = null): Column => ({
    kind: "column",
    ...on,
    name,
    type: { schema: null, name: type, modifiers: null, array: false, extension: null },
    notNull: name !== "identifier",
    default: sequence === null ? null : nextValue(sequence),
    collation: null,
    identity: null,
    generated: null,
  });
  const table: Table = {
    kind: "table",
    schema: on.schema,
    name: on.table,
    unlogged: false,
    partitionKey: null,
    parts: [],
    inherited: false,
    storage: [],
    comment: null,
  };
  const sequence = describeSequence(on, { name: "id", type: "integer" }, new Set());
  const primaryKey: PrimaryKey = {
    kind: "primaryKey",
    ...on,
    name: identifier(dataSource.namingStrategy.primaryKeyName(new TypeOrmTable({ name: tableName }), ["id"])),
    columns: ["id"],
    include: [],
    deferrable: null,
  };
  const columns = [
    column("id", "integer", sequence),
    column("identifier", "character varying"),
    column("time", "bigint"),
    column("duration", "integer"),
    column("query", "text"),
    column("result", "text"),
  ];
  const place = { entity: { name: tableName, target: tableName }, property: null };
  return [table, sequence, ...columns, primaryKey].map((object) => ({ object, place }));
}
