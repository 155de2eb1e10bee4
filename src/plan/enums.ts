import type { Alter } from "../change";
import {
  type Column,
  type DataType,
  type Enum,
  idOf,
  listOf,
  qualify,
  quoteIdentifier,
  quoteLiteral,
  type Schema,
} from "../schema";
import { commentSql, newComment, type Renderer, type Sql, sql, type World } from "./renderer";
import { typeSql } from "./types";

export const enums: Renderer<"enum"> = {
  create: (type) => [
    sql(`CREATE TYPE ${pathSql(type)} AS ENUM (${type.labels.map(quoteLiteral).join(", ")})`),
    ...newComment(`TYPE ${pathSql(type)}`, type.comment),
  ],
  drop: (type) => [sql(`DROP TYPE ${pathSql(type)}`)],
  rename: ({ from, to }) => [sql(`ALTER TYPE ${pathSql(from)} RENAME TO ${quoteIdentifier(to.name)}`)],
  alter: (change, world) => [
    ...(change.aspects.includes("labels") ? alterLabels(change, world) : []),
    ...(change.aspects.includes("comment")
      ? [commentSql(`TYPE ${pathSql(change.to)}`, change.to.comment)]
      : []),
  ],
  inPlace: { labels: true, comment: true },
};

const pathSql = ({ schema, name }: { schema: string; name: string }) => qualify(schema, name);

type AlterEnum = Extract<Alter, { kind: "enum" }>;

/** Whether the labels can only be changed by making the type anew: PostgreSQL adds labels, it removes none. */
export function isRebuilt({ from, to }: Pick<AlterEnum, "from" | "to">): boolean {
  const kept = to.labels.filter((label) => from.labels.includes(label));
  return (
    kept.length !== from.labels.length || kept.some((label, position) => label !== from.labels[position])
  );
}

function alterLabels(change: AlterEnum, world: World): Sql[] {
  return isRebuilt(change) ? rebuild(change, world) : addLabels(change);
}

/** Each new label goes before the next one that exists already, or else to the end. */
function addLabels({ from, to }: AlterEnum): Sql[] {
  return to.labels.flatMap((label, position) => {
    if (from.labels.includes(label)) return [];
    const next = to.labels.slice(position + 1).find((later) => from.labels.includes(later));
    const place = next === undefined ? "" : ` BEFORE ${quoteLiteral(next)}`;
    return [sql(`ALTER TYPE ${pathSql(to)} ADD VALUE ${quoteLiteral(label)}${place}`)];
  });
}

function rebuild({ from, to }: AlterEnum, world: World): Sql[] {
  const old = { schema: from.schema, name: `${from.name}_old` };
  const columns = columnsKeeping(to, world);
  return [
    sql(`ALTER TYPE ${pathSql(from)} RENAME TO ${quoteIdentifier(old.name)}`),
    ...enums.create(to, world),
    ...columns.map(({ before, after }) => sql(retypeSql(before, after, world.values.maps.get(idOf(to))))),
    sql(`DROP TYPE ${pathSql(old)}`),
  ];
}

/** The columns that take their values from the enum. */
export const columnsOfType = (schema: Schema, { schema: namespace, name }: Enum): Column[] =>
  listOf(schema, "column").filter(({ type }) => type.schema === namespace && type.name === name);

/** The columns that have the type both before and after. */
export function columnsKeeping(
  type: Enum,
  { before, after }: Pick<World, "before" | "after">,
): { before: Column; after: Column }[] {
  const old = new Map(columnsOfType(before, type).map((column) => [idOf(column), column]));
  return columnsOfType(after, type).flatMap((column) => {
    const live = old.get(idOf(column));
    return live === undefined ? [] : [{ before: live, after: column }];
  });
}

function retypeSql(before: Column, after: Column, map: LabelSubstitutes | undefined): string {
  const column = quoteIdentifier(after.name);
  return [
    `ALTER TABLE ${qualify(after.schema, after.table)}`,
    [
      ...(before.default === null ? [] : [`  ALTER COLUMN ${column} DROP DEFAULT`]),
      `  ALTER COLUMN ${column} TYPE ${typeSql(after.type)} USING ${relabelled(column, after.type, map)}`,
      ...(after.default === null ? [] : [`  ALTER COLUMN ${column} SET DEFAULT ${after.default}`]),
    ].join(",\n"),
  ].join("\n");
}

type LabelSubstitutes = ReadonlyMap<string, string>;

/** The value of an enum as one of another type with the same labels, or those that a person wants in their place. */
export function relabelled(column: string, type: DataType, map: LabelSubstitutes = new Map()): string {
  const text = type.array ? "text[]" : "text";
  return `${mapped(`${column}::${text}`, type.array, map)}::${typeSql(type)}`;
}

/** The labels that go, replaced by what a person wants in their place. */
function mapped(value: string, isArray: boolean, map: LabelSubstitutes): string {
  if (map.size === 0) return value;
  const pairs = [...map].map(([from, to]) => [quoteLiteral(from), quoteLiteral(to)] as const);
  if (isArray) return pairs.reduce((array, [from, to]) => `array_replace(${array}, ${from}, ${to})`, value);
  return `(CASE ${value} ${pairs.map(([from, to]) => `WHEN ${from} THEN ${to}`).join(" ")} ELSE ${value} END)`;
}
