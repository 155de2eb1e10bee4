import type { Alter } from "../change";
import { type Column, type DataType, qualify, quoteIdentifier, type Schema } from "../schema";
import { castSql, sameFamily } from "./casts";
import { commentSql, newComment, type Renderer, type Sql, sql, type World } from "./renderer";
import { serialSequence } from "./sequences";
import { typeSql } from "./types";

export const columns: Renderer<"column"> = {
  create: (column, { after }) => [
    sql(`${alterTable(column)} ADD COLUMN ${columnDefinition(column, after)}`),
    ...columnComment(column),
  ],
  drop: (column) => [sql(`${alterTable(column)} DROP COLUMN ${quoteIdentifier(column.name)}`)],
  rename: ({ from, to }) => [
    sql(`${alterTable(to)} RENAME COLUMN ${quoteIdentifier(from.name)} TO ${quoteIdentifier(to.name)}`),
  ],
  alter: alterColumn,
  // A column becomes generated, or gets another expression, only by being made anew; its values are computed anyway.
  inPlace: ({ to, aspects }) => !aspects.includes("generated") || to.generated === null,
};

const alterTable = ({ schema, table }: Column) => `ALTER TABLE ${qualify(schema, table)}`;
const pathSql = (column: Column) => `${qualify(column.schema, column.table)}.${quoteIdentifier(column.name)}`;

export const columnComment = (column: Column) => newComment(`COLUMN ${pathSql(column)}`, column.comment);

/** `name varchar(50) NOT NULL DEFAULT 'x'`, as CREATE TABLE and ADD COLUMN take it. */
export function columnDefinition(column: Column, schema: Schema): string {
  const serial = serialSequence(column, schema);
  const name = quoteIdentifier(column.name);
  if (serial !== null) return `${name} ${serialNames[serial.type]}`;
  return [
    name,
    typeSql(column.type),
    column.collation === null ? "" : `COLLATE ${qualify(column.collation.schema, column.collation.name)}`,
    column.generated === null
      ? ""
      : `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? "STORED" : "VIRTUAL"}`,
    column.identity === null ? "" : identitySql(column.identity),
    column.notNull ? "NOT NULL" : "",
    column.default === null ? "" : `DEFAULT ${column.default}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const serialNames = { smallint: "smallserial", integer: "serial", bigint: "bigserial" } as const;
const identitySql = (identity: "always" | "by default") => `GENERATED ${identity.toUpperCase()} AS IDENTITY`;

type AlterColumnChange = Extract<Alter, { kind: "column" }>;

function alterColumn(change: AlterColumnChange, world: World): Sql[] {
  const { from, to } = change;
  const changes = (aspect: AlterColumnChange["aspects"][number]) => change.aspects.includes(aspect);
  const column = `ALTER COLUMN ${quoteIdentifier(to.name)}`;
  const retyped = changes("type") || changes("collation");
  // A default is cast along only between types of one family; otherwise it is taken off and set again.
  const resetDefault = changes("type") && !sameFamily(from.type, to.type);
  const setsDefault = (changes("default") || resetDefault) && !rebuiltWith(change, world);
  const parts = [
    ...(from.identity !== null && to.identity === null ? [`${column} DROP IDENTITY`] : []),
    ...(from.generated !== null && to.generated === null ? [`${column} DROP EXPRESSION`] : []),
    ...(from.default !== null && setsDefault && (to.default === null || resetDefault)
      ? [`${column} DROP DEFAULT`]
      : []),
    ...(retyped ? [`${column} TYPE ${retypeSql(from.type, to)}`] : []),
    ...(to.default !== null && setsDefault ? [`${column} SET DEFAULT ${to.default}`] : []),
    ...(changes("notNull") ? [`${column} ${to.notNull ? "SET" : "DROP"} NOT NULL`] : []),
    ...(changes("identity") && to.identity !== null
      ? [
          from.identity === null
            ? `${column} ADD ${identitySql(to.identity)}`
            : `${column} SET GENERATED ${to.identity.toUpperCase()}`,
        ]
      : []),
  ];
  return [
    ...(parts.length === 0 ? [] : [sql(joinParts(alterTable(to), parts))]),
    ...(changes("comment") ? [commentSql(`COLUMN ${pathSql(to)}`, to.comment)] : []),
  ];
}

function joinParts(head: string, parts: readonly string[]): string {
  return parts.length === 1
    ? `${head} ${parts[0]}`
    : `${head}\n${parts.map((part) => `  ${part}`).join(",\n")}`;
}

function retypeSql(from: DataType, to: Column): string {
  const collation =
    to.collation === null ? "" : ` COLLATE ${qualify(to.collation.schema, to.collation.name)}`;
  const using = castSql(quoteIdentifier(to.name), from, to.type);
  return `${typeSql(to.type)}${collation}${using === null ? "" : ` USING ${using}`}`;
}

/** An enum that is made anew sets its columns' defaults itself. */
function rebuiltWith({ from, to }: AlterColumnChange, world: World): boolean {
  const enumOf = ({ type }: Column) => qualify(type.schema, type.name);
  return enumOf(from) === enumOf(to) && world.rebuiltEnums.has(enumOf(to));
}
