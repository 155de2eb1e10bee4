import {
  type Index,
  type IndexKey,
  qualify,
  quoteIdentifier,
  quoteList,
  type Schema,
  tableIdOf,
} from "../schema";
import { alone, commentSql, newComment, type Renderer, sql } from "./renderer";
import { storageActions } from "./storage";

export const indexes: Renderer<"index"> = {
  create: (index, { before }) => [
    isConcurrent(index, before)
      ? alone(createIndexSql(index, "CONCURRENTLY"))
      : sql(createIndexSql(index, null)),
    ...indexComment(index),
  ],
  drop: (index, { after }) => [
    isConcurrent(index, after)
      ? alone(`DROP INDEX CONCURRENTLY ${pathSql(index)}`)
      : sql(`DROP INDEX ${pathSql(index)}`),
  ],
  rename: ({ from, to }) => [sql(`ALTER INDEX ${pathSql(from)} RENAME TO ${quoteIdentifier(to.name)}`)],
  alter: ({ from, to, aspects }) => [
    ...storageActions(from.storage, to.storage).map((action) => sql(`ALTER INDEX ${pathSql(to)} ${action}`)),
    ...(aspects.includes("comment") ? [commentSql(`INDEX ${pathSql(to)}`, to.comment)] : []),
  ],
  inPlace: {
    method: false,
    unique: false,
    nullsNotDistinct: false,
    keys: false,
    include: false,
    where: false,
    storage: true,
    valid: false,
    concurrently: false,
    comment: true,
  },
};

/**
 * On a table that this same migration makes or drops there is nobody to wait for, and on a partitioned one PostgreSQL
 * cannot.
 */
function isConcurrent(index: Index, lasting: Schema): boolean {
  const on = lasting.objects.get(tableIdOf(index));
  return index.concurrently && on?.kind === "table" && on.partitionKey === null;
}

const pathSql = ({ schema, name }: Index) => qualify(schema, name);

export const indexComment = (index: Index) => newComment(`INDEX ${pathSql(index)}`, index.comment);

export function createIndexSql(index: Index, concurrently: "CONCURRENTLY" | null): string {
  const method = index.method === "btree" ? "" : ` USING ${quoteIdentifier(index.method)}`;
  return [
    `CREATE ${index.unique ? "UNIQUE " : ""}INDEX${concurrently === null ? "" : " CONCURRENTLY"} ${quoteIdentifier(index.name)}`,
    ` ON ${qualify(index.schema, index.table)}${method} (${index.keys.map(keySql).join(", ")})`,
    index.include.length === 0 ? "" : ` INCLUDE (${quoteList(index.include)})`,
    index.nullsNotDistinct ? " NULLS NOT DISTINCT" : "",
    index.storage.length === 0 ? "" : ` WITH (${index.storage.join(", ")})`,
    index.where === null ? "" : `\n  WHERE ${index.where}`,
  ].join("");
}

function keySql(key: IndexKey): string {
  const { column, expression, collation, operatorClass, operatorClassParameters } = key;
  return [
    column === null ? `(${expression})` : quoteIdentifier(column),
    collation === null ? "" : ` COLLATE ${qualify(collation.schema, collation.name)}`,
    operatorClass === null ? "" : ` ${qualify(operatorClass.schema, operatorClass.name)}`,
    operatorClassParameters === null ? "" : ` (${operatorClassParameters})`,
    key.descending ? " DESC" : "",
    nullsSql(key),
  ].join("");
}

/** Nulls come last by default, and first where the order is descending. */
function nullsSql({ descending, nullsFirst }: IndexKey): string {
  if (descending === nullsFirst) return "";
  return nullsFirst ? " NULLS FIRST" : " NULLS LAST";
}
