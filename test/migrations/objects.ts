import type { Change, Plan, Statement } from "../../src/change";
import type { Column, Enum, Index, Table } from "../../src/schema";

/** Schema objects with everything that these tests do not look at filled in. */

export function table(name: string): Table {
  return {
    kind: "table",
    schema: "public",
    name,
    unlogged: false,
    partitionKey: null,
    parts: [],
    inherited: false,
    storage: [],
    comment: null,
  };
}

export function column(tableName: string, name: string, more: Partial<Column> = {}): Column {
  return {
    kind: "column",
    schema: "public",
    table: tableName,
    name,
    type: { schema: null, name: "integer", modifiers: null, array: false, extension: null },
    notNull: false,
    default: null,
    collation: null,
    identity: null,
    generated: null,
    comment: null,
    ...more,
  };
}

export function index(tableName: string, name: string): Index {
  return {
    kind: "index",
    schema: "public",
    table: tableName,
    name,
    method: "btree",
    unique: false,
    nullsNotDistinct: false,
    keys: [],
    include: [],
    where: null,
    storage: [],
    valid: true,
    concurrently: false,
    comment: null,
  };
}

export function enumOf(name: string, ...labels: string[]): Enum {
  return { kind: "enum", schema: "public", name, labels, comment: null };
}

export function create(object: Table | Column | Index | Enum): Change {
  switch (object.kind) {
    case "table":
      return { action: "create", kind: "table", from: null, to: object };
    case "column":
      return { action: "create", kind: "column", from: null, to: object };
    case "index":
      return { action: "create", kind: "index", from: null, to: object };
    case "enum":
      return { action: "create", kind: "enum", from: null, to: object };
  }
}

export function drop(object: Table | Column): Change {
  return object.kind === "table"
    ? { action: "drop", kind: "table", from: object, to: null }
    : { action: "drop", kind: "column", from: object, to: null };
}

export function statement(sql: string, ...changes: Change[]): Statement {
  return { sql, transactional: true, afterCommit: false, changes };
}

export function plan(...statements: Statement[]): Plan {
  return { statements, transaction: true };
}
