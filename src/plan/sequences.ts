import type { Alter } from "../change";
import { type Column, makeId, qualify, quoteIdentifier, quoteLiteral, type Sequence } from "../schema";
import { commentSql, neverRenamed, newComment, type Renderer, sql, type World } from "./renderer";

const bounds = { smallint: "32767", integer: "2147483647", bigint: "9223372036854775807" } as const;

export const sequences: Renderer<"sequence"> = {
  create: (sequence) => [
    sql(["CREATE SEQUENCE", pathSql(sequence), ...optionsSql(sequence)].join(" ")),
    ...newComment(`SEQUENCE ${pathSql(sequence)}`, sequence.comment),
  ],
  drop: (sequence) => [sql(`DROP SEQUENCE ${pathSql(sequence)}`)],
  rename: () => neverRenamed("sequence"),
  alter: (change) => [
    ...alterOptions(change),
    ...(change.aspects.includes("ownedBy") ? [sql(ownedBySql(change.to))] : []),
    ...(change.aspects.includes("comment")
      ? [commentSql(`SEQUENCE ${pathSql(change.to)}`, change.to.comment)]
      : []),
  ],
  inPlace: {
    type: true,
    start: true,
    increment: true,
    minimum: true,
    maximum: true,
    cache: true,
    cycle: true,
    ownedBy: true,
    comment: true,
  },
};

const pathSql = ({ schema, name }: Sequence) => qualify(schema, name);

export function ownedBySql(sequence: Sequence): string {
  const { ownedBy } = sequence;
  const owner =
    ownedBy === null
      ? "NONE"
      : `${qualify(ownedBy.schema, ownedBy.table)}.${quoteIdentifier(ownedBy.column)}`;
  return `ALTER SEQUENCE ${pathSql(sequence)} OWNED BY ${owner}`;
}

/** Sets the sequence of a column to go on after the values that are there. */
export function continueSql({ schema, table, name }: Pick<Column, "schema" | "table" | "name">): string {
  const path = qualify(schema, table);
  const sequence = `pg_get_serial_sequence(${quoteLiteral(path)}, ${quoteLiteral(name)})`;
  return `SELECT setval(${sequence}, greatest(max(${quoteIdentifier(name)}), 0) + 1, false) FROM ${path}`;
}

function alterOptions({ from, to, aspects }: Extract<Alter, { kind: "sequence" }>) {
  const options = aspects.flatMap((aspect) => {
    switch (aspect) {
      case "type":
        return [`AS ${to.type}`];
      case "start":
        return [`START WITH ${to.start}`];
      case "increment":
        return [`INCREMENT BY ${to.increment}`];
      case "minimum":
        return [`MINVALUE ${to.minimum}`];
      // The bounds of a type come with the type.
      case "maximum":
        return from.type !== to.type && to.maximum === bounds[to.type] ? [] : [`MAXVALUE ${to.maximum}`];
      case "cache":
        return [`CACHE ${to.cache}`];
      case "cycle":
        return [to.cycle ? "CYCLE" : "NO CYCLE"];
      default:
        return [];
    }
  });
  return options.length === 0 ? [] : [sql(`ALTER SEQUENCE ${pathSql(to)} ${options.join(" ")}`)];
}

/** Only what PostgreSQL would not choose by itself. */
function optionsSql({ type, start, increment, minimum, maximum, cache, cycle }: Sequence): string[] {
  return [
    type === "bigint" ? "" : `AS ${type}`,
    start === "1" ? "" : `START WITH ${start}`,
    increment === "1" ? "" : `INCREMENT BY ${increment}`,
    minimum === "1" ? "" : `MINVALUE ${minimum}`,
    maximum === bounds[type] ? "" : `MAXVALUE ${maximum}`,
    cache === "1" ? "" : `CACHE ${cache}`,
    cycle ? "CYCLE" : "",
  ].filter((option) => option !== "");
}

/**
 * The sequence behind a column that is exactly what `serial` makes; null for any other column, and where the sequence is
 * there already.
 */
export function serialSequence(column: Column, { before, after }: Ways): Sequence | null {
  if (column.default === null || !column.notNull) return null;
  const id = makeId("sequence", column.schema, `${column.table}_${column.name}_seq`);
  const sequence = after.objects.get(id);
  return sequence?.kind === "sequence" && isSerial(column, sequence) && !before.objects.has(id)
    ? sequence
    : null;
}

type Ways = Pick<World, "before" | "after">;

function isSerial(column: Column, sequence: Sequence): boolean {
  const owner = sequence.ownedBy;
  return (
    owner !== null &&
    owner.schema === column.schema &&
    owner.table === column.table &&
    owner.column === column.name &&
    sequence.type === column.type.name &&
    optionsSql({
      ...sequence,
      type: "bigint",
      maximum: sequence.maximum === bounds[sequence.type] ? bounds.bigint : "",
    }).length === 0 &&
    sequence.comment === null &&
    column.default === `nextval('${qualify(sequence.schema, sequence.name)}'::regclass)`
  );
}
