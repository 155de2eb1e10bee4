import type { Aspect } from "../change";
import {
  childrenOf,
  type Part,
  qualify,
  quoteIdentifier,
  type Schema,
  type SchemaObject,
  type Table,
} from "../schema";
import { columnComment, columnDefinition } from "./columns";
import { constraintComment, constraintDefinition, isConstraint } from "./constraints";
import { commentSql, newComment, type Renderer, type Sql, sql, type World } from "./renderer";
import { storageActions } from "./storage";

export const tables: Renderer<"table"> = {
  create: (table, world) => [
    sql(createSql(table, world)),
    ...table.parts.map((part) => sql(partSql(part))),
    ...comments(table, world.after),
  ],
  drop: (table) => [sql(`DROP TABLE ${pathSql(table)}`)],
  rename: ({ from, to }) => [
    ...(from.schema === to.schema
      ? []
      : [sql(`ALTER TABLE ${pathSql(from)} SET SCHEMA ${quoteIdentifier(to.schema)}`)]),
    ...(from.name === to.name
      ? []
      : [sql(`ALTER TABLE ${qualify(to.schema, from.name)} RENAME TO ${quoteIdentifier(to.name)}`)]),
  ],
  alter: ({ from, to, aspects }) => aspects.flatMap((aspect) => alterSql(from, to, aspect)),
  inPlace: {
    unlogged: true,
    // No table becomes partitioned, or stops to be, by being altered.
    partitionKey: false,
    parts: true,
    inherited: true,
    storage: true,
    comment: true,
  },
};

function alterSql(from: Table, to: Table, aspect: Aspect<"table">): Sql[] {
  switch (aspect) {
    case "comment":
      return [commentSql(`TABLE ${pathSql(to)}`, to.comment)];
    case "unlogged":
      return [sql(`ALTER TABLE ${pathSql(to)} SET ${to.unlogged ? "UNLOGGED" : "LOGGED"}`)];
    case "storage":
      return storageActions(from.storage, to.storage).map((action) =>
        sql(`ALTER TABLE ${pathSql(to)} ${action}`),
      );
    case "partitionKey":
    case "parts":
    case "inherited":
      return [];
  }
}

const pathSql = ({ schema, name }: Table) => qualify(schema, name);

/** What is written inside CREATE TABLE; foreign keys and indexes are made after every table exists. */
export function isInline(object: SchemaObject): boolean {
  return object.kind === "column" || isConstraint(object);
}

const inlineChildren = (table: Table, schema: Schema) => childrenOf(schema, table).filter(isInline);

function createSql(table: Table, world: World): string {
  const children = inlineChildren(table, world.after);
  const lines = [
    ...children.flatMap((child) => (child.kind === "column" ? [columnDefinition(child, world)] : [])),
    ...children.flatMap((child) => (isConstraint(child) ? [constraintDefinition(child)] : [])),
  ].map((line) => `  ${line}`);
  const storage = table.storage.length === 0 ? "" : ` WITH (${table.storage.join(", ")})`;
  const body = lines.length === 0 ? "()" : `(\n${lines.join(",\n")}\n)`;
  return `CREATE ${table.unlogged ? "UNLOGGED " : ""}TABLE ${pathSql(table)} ${body}${partitioning(table)}${storage}`;
}

const partitioning = ({ partitionKey }: Pick<Table, "partitionKey">) =>
  partitionKey === null ? "" : ` PARTITION BY ${partitionKey}`;

const partSql = (part: Part) =>
  `CREATE TABLE ${qualify(part.schema, part.name)} PARTITION OF ${qualify(part.of.schema, part.of.name)} ${part.bounds}${partitioning(part)}`;

function comments(table: Table, schema: Schema): Sql[] {
  return [
    ...newComment(`TABLE ${pathSql(table)}`, table.comment),
    ...inlineChildren(table, schema).flatMap((child) => {
      if (child.kind === "column") return columnComment(child);
      return isConstraint(child) ? constraintComment(child) : [];
    }),
  ];
}
