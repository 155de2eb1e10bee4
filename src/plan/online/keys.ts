import { type Index, type PrimaryKey, quoteIdentifier, type Unique } from "../../schema";
import { constraintComment, keyWords } from "../constraints";
import { createIndexSql } from "../indexes";
import { alone, later, type Sql } from "../renderer";
import { type Forms, type Ground, noted, passingName, tableSql } from "./ground";
import { indexLeft, leaving } from "./leftovers";
import { constraintByPartitions } from "./partitions";

/** Its index is built while others read and write; then the key takes it over. */
const forms = {
  create: (key: Key, ground: Ground) => {
    if (!ground.stands(key)) return null;
    // PostgreSQL has no USING INDEX there.
    return ground.isPartitioned(key) ? constraintByPartitions(key, indexOf(key, key.name)) : added(key);
  },
  replace: (from: Key, to: Key, ground: Ground) => (isOnline(to, ground) ? replaced(from, to, ground) : null),
};

export const primaryKeys: Forms<"primaryKey"> = forms;
export const uniques: Forms<"unique"> = forms;

export type Key = PrimaryKey | Unique;

const isOnline = (key: Key, ground: Ground) => ground.stands(key) && !ground.isPartitioned(key);

function added(key: Key): Sql[] {
  const name = quoteIdentifier(key.name);
  return noted("The index is built while others write; then the constraint takes it over.", [
    leaving(alone(createIndexSql(indexOf(key, key.name), "CONCURRENTLY")), indexLeft(key.schema, key.name)),
    later(`ALTER TABLE ${tableSql(key)}\n  ADD CONSTRAINT ${name} ${keyWords(key, name)}`),
    ...constraintComment(key),
  ]);
}

function replaced(from: Key, to: Key, { world }: Ground): Sql[] {
  const fresh = passingName(to.name, "_new", world);
  return noted("The old constraint holds until the new one takes its place, and its name.", [
    leaving(alone(createIndexSql(indexOf(to, fresh), "CONCURRENTLY")), indexLeft(to.schema, fresh)),
    later(
      [
        `ALTER TABLE ${tableSql(to)}`,
        `  DROP CONSTRAINT ${quoteIdentifier(from.name)},`,
        `  ADD CONSTRAINT ${quoteIdentifier(to.name)} ${keyWords(to, quoteIdentifier(fresh))}`,
      ].join("\n"),
    ),
    ...constraintComment(to),
  ]);
}

/** The index behind a key. */
export function indexOf(key: Key, name: string): Index {
  const { schema, table, columns, include } = key;
  return {
    kind: "index",
    schema,
    table,
    name,
    method: "btree",
    unique: true,
    nullsNotDistinct: key.kind === "unique" && key.nullsNotDistinct,
    keys: columns.map((column) => ({
      column,
      expression: null,
      collation: null,
      operatorClass: null,
      operatorClassParameters: null,
      descending: false,
      nullsFirst: false,
    })),
    include,
    where: null,
    storage: [],
    valid: true,
    concurrently: true,
    comment: null,
  };
}
