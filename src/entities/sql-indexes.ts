import type { SqlIndexKey, SqlIndexSaying } from "../decorators/sql-index";
import { type Index, type IndexKey, tokenize } from "../schema";
import { unwrap } from "./expressions";
import { identifier } from "./identifiers";
import { Inexpressible } from "./inexpressible";
import type { EntityMetadata } from "./metadata";
import { at } from "./problems";
import { type Heard, heardBy } from "./sayings";
import { type Described, type Reading, relationName } from "./source";
import { storageOf } from "./storage";

/** What `@SqlIndex` settles and TypeORM's `@Index` is silent on. */
const said = ["nullsNotDistinct", "include", "keys", "storage"];

/** The indexes that `@SqlIndex` asks for. */
export function describeSqlIndexes(metadata: EntityMetadata, reading: Reading): Described[] {
  return heardBy("index", metadata).map((heard) => ({
    object: at(heard.place, reading.findOrigin, () => describeSqlIndex(heard, metadata, reading)),
    place: heard.place,
    said,
  }));
}

function describeSqlIndex(heard: Heard<SqlIndexSaying>, metadata: EntityMetadata, reading: Reading): Index {
  const { options } = heard.saying;
  const { schema, name: table } = relationName(metadata, reading);
  const keys = heard.saying.keys.flatMap((key) => keysOf(key, heard, metadata));
  if (keys.length === 0)
    throw new Inexpressible(
      "the index has no keys",
      "Name properties or SQL: @SqlIndex([sql`lower(email)`]).",
    );
  const include = (options.include ?? []).flatMap((property) => columnsOf(property, heard, metadata));
  const method = options.using?.toLowerCase() ?? "btree";
  const where = options.where?.trim() || null;
  const parts = [
    ...keys.map(keyText),
    ...(include.length === 0 ? [] : [`INCLUDE ${include.join()}`]),
    ...(method === "btree" ? [] : [`USING ${method}`]),
  ];
  const { namingStrategy } = reading.dataSource;
  const given = heard.saying.name ?? namingStrategy.indexName(metadata.tableName, parts, where ?? undefined);
  return {
    kind: "index",
    schema,
    table,
    name: identifier(given),
    method,
    unique: options.unique ?? false,
    nullsNotDistinct: options.nullsNotDistinct ?? false,
    keys,
    include,
    where,
    storage: storageOf(options.with),
    valid: true,
    concurrently: options.concurrent ?? false,
    comment: null,
  };
}

function keysOf(key: SqlIndexKey, heard: Heard<SqlIndexSaying>, metadata: EntityMetadata): IndexKey[] {
  if (typeof key === "string")
    return keysOf(key.trim().startsWith("(") ? { expression: key } : { property: key }, heard, metadata);
  const descending = key.order === "DESC";
  const sorting = {
    collation: collationOf(key.collation),
    ...operatorClassOf(key.operatorClass),
    descending,
    nullsFirst: key.nulls === undefined ? descending : key.nulls === "FIRST",
  };
  if ("expression" in key) return [{ ...expressionOf(key.expression, metadata), ...sorting }];
  return columnsOf(key.property, heard, metadata).map((column) => ({ column, expression: null, ...sorting }));
}

/** An expression that is nothing but a column's name is the column, for PostgreSQL too. */
function expressionOf(text: string, metadata: EntityMetadata): Pick<IndexKey, "column" | "expression"> {
  const expression = unwrap(text);
  const [token = "", ...more] = tokenize(expression);
  const name = token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token;
  const isColumn = more.length === 0 && metadata.columns.some((column) => column.databaseName === name);
  return isColumn ? { column: identifier(name), expression: null } : { column: null, expression };
}

/** A property is a column, or a relation with the columns that hold it. */
function columnsOf(property: string, { prefix }: Heard<SqlIndexSaying>, metadata: EntityMetadata): string[] {
  const path = `${prefix}${property}`;
  const column = metadata.columns.find(({ propertyPath, isVirtual }) => propertyPath === path && !isVirtual);
  const relation = metadata.relations.find(({ propertyPath }) => propertyPath === path);
  const columns = column === undefined ? (relation?.joinColumns ?? []) : [column];
  if (columns.length > 0) return columns.map(({ databaseName }) => identifier(databaseName));
  throw new Inexpressible(
    `the index names "${property}", which is no column of the entity`,
    `Name a property, or mark SQL as such: sql\`${property}\`.`,
  );
}

function collationOf(
  collation: string | { schema: string; name: string } | undefined,
): IndexKey["collation"] {
  if (collation === undefined) return null;
  return typeof collation === "string" ? { schema: null, name: collation } : collation;
}

/** `extensions.gist_trgm_ops(siglen=32)` */
function operatorClassOf(text: string | undefined) {
  if (text === undefined) return { operatorClass: null, operatorClassParameters: null };
  const [, schema = null, name = text, parameters = null] =
    /^\s*(?:([^.(\s]+)\.)?([^.(\s]+)\s*(?:\(([^)]*)\))?\s*$/.exec(text) ?? [];
  return { operatorClass: { schema, name }, operatorClassParameters: parameters };
}

/** What tells a key from others in the index's name. */
function keyText({ column, expression, collation, operatorClass, descending, nullsFirst }: IndexKey): string {
  return [
    column ?? expression,
    collation === null ? "" : `COLLATE ${collation.name}`,
    operatorClass?.name ?? "",
    descending ? "DESC" : "",
    nullsFirst === descending ? "" : `NULLS ${nullsFirst ? "FIRST" : "LAST"}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
