import type { Alter } from "../change";
import { type Column, idOf, qualify, quoteIdentifier } from "../schema";
import { sameFamily, usingOf } from "./casts";
import { commentSql, newComment, type Renderer, type Sql, sql, type World } from "./renderer";
import { continueSql, serialSequence } from "./sequences";
import { joinParts } from "./together";
import { typeSql } from "./types";

export const columns: Renderer<"column"> = {
  create: (column, world) => [
    sql(`${alterTable(column)} ADD COLUMN ${columnDefinition(column, world)}`),
    ...columnComment(column),
  ],
  drop: (column) => [sql(`${alterTable(column)} DROP COLUMN ${quoteIdentifier(column.name)}`)],
  rename: ({ from, to }) => [
    sql(`${alterTable(to)} RENAME COLUMN ${quoteIdentifier(from.name)} TO ${quoteIdentifier(to.name)}`),
  ],
  alter: alterColumn,
  inPlace: {
    type: true,
    notNull: true,
    default: true,
    collation: true,
    identity: true,
    generated: (change, version) =>
      change.to.generated === null || (setsExpression(change) && version !== null && version >= 170_000),
    comment: true,
  },
};

/**
 * A column becomes generated only by being made anew. Its expression alone PostgreSQL 17 can set; before that it is made
 * anew as well, its values being computed anyway.
 */
const setsExpression = ({ from, to, aspects }: AlterColumnChange) =>
  from.generated?.stored === true &&
  to.generated?.stored === true &&
  aspects.every((aspect) => ["generated", "notNull", "comment"].includes(aspect));

const alterTable = ({ schema, table }: Column) => `ALTER TABLE ${qualify(schema, table)}`;
const pathSql = (column: Column) => `${qualify(column.schema, column.table)}.${quoteIdentifier(column.name)}`;

export const columnComment = (column: Column) => newComment(`COLUMN ${pathSql(column)}`, column.comment);

/** `name varchar(50) NOT NULL DEFAULT 'x'`, as CREATE TABLE and ADD COLUMN take it. */
export function columnDefinition(column: Column, world: Pick<World, "before" | "after">): string {
  const serial = serialSequence(column, world);
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
export const identitySql = (identity: "always" | "by default") =>
  `GENERATED ${identity.toUpperCase()} AS IDENTITY`;

type AlterColumnChange = Extract<Alter, { kind: "column" }>;

function alterColumn(change: AlterColumnChange, world: World): Sql[] {
  const { from, to } = change;
  const changes = (aspect: AlterColumnChange["aspects"][number]) => change.aspects.includes(aspect);
  const column = `ALTER COLUMN ${quoteIdentifier(to.name)}`;
  const parts = [
    ...(from.identity !== null && to.identity === null ? [`${column} DROP IDENTITY`] : []),
    ...(from.generated !== null && to.generated === null ? [`${column} DROP EXPRESSION`] : []),
    ...(changes("generated") && to.generated !== null
      ? [`${column} SET EXPRESSION AS (${to.generated.expression})`]
      : []),
    ...retypeParts(change, column, world),
    ...(changes("notNull") ? [`${column} ${to.notNull ? "SET" : "DROP"} NOT NULL`] : []),
    ...(changes("identity") && from.identity !== null && to.identity !== null
      ? [`${column} SET GENERATED ${to.identity.toUpperCase()}`]
      : []),
  ];
  return [
    ...(parts.length === 0 ? [] : [altering(to, parts)]),
    ...(from.identity === null && to.identity !== null ? addIdentity(to, column) : []),
    ...(changes("comment") ? [commentSql(`COLUMN ${pathSql(to)}`, to.comment)] : []),
  ];
}

/** A default is not always cast along with the column's type, so it is taken off and set again. */
function retypeParts({ from, to, aspects }: AlterColumnChange, column: string, world: World): string[] {
  const retyped = aspects.includes("type");
  const resets = retyped && !(sameFamily(from.type, to.type) && from.default === to.default);
  const sets = (aspects.includes("default") || resets) && !rebuiltWith(from, to, world);
  const drops = sets && from.default !== null && (to.default === null || resets);
  return [
    ...(drops ? [`${column} DROP DEFAULT`] : []),
    ...(retyped || aspects.includes("collation") ? [`${column} TYPE ${retypeSql(from, to, world)}`] : []),
    ...(sets && to.default !== null ? [`${column} SET DEFAULT ${to.default}`] : []),
  ];
}

/** Its type is the column's only when that is settled; it counts on from the rows that are there. */
function addIdentity(to: Column, column: string): Sql[] {
  if (to.identity === null) return [];
  return [sql(`${alterTable(to)} ${column} ADD ${identitySql(to.identity)}`), sql(continueSql(to))];
}

function altering(column: Column, parts: readonly string[]): Sql {
  const table = alterTable(column);
  return { ...sql(joinParts(table, parts)), altering: { table, parts } };
}

function retypeSql(from: Column, to: Column, { values }: World): string {
  const collation =
    to.collation === null ? "" : ` COLLATE ${qualify(to.collation.schema, to.collation.name)}`;
  const using = values.usings.get(idOf(to)) ?? usingOf(from, to);
  return `${typeSql(to.type)}${collation}${using === null ? "" : ` USING ${using}`}`;
}

/** An enum that is made anew sets its columns' defaults itself. */
function rebuiltWith(from: Column, to: Column, world: World): boolean {
  const enumOf = ({ type }: Column) => qualify(type.schema, type.name);
  return enumOf(from) === enumOf(to) && world.rebuiltEnums.has(enumOf(to));
}
