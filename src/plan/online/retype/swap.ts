import { type Check, type ForeignKey, quoteIdentifier, quoteLiteral } from "../../../schema";
import { columnComment } from "../../columns";
import { constraintComment, constraintDefinition } from "../../constraints";
import { createIndexSql, indexComment } from "../../indexes";
import { alone, later, type Sql } from "../../renderer";
import { ownedBySql } from "../../sequences";
import { validate } from "../constraints";
import { type Ground, noted, tableSql } from "../ground";
import { isSet } from "../not-null";
import { indexByPartitions, keyByPartitions } from "../partitions";
import { partedForeignKey } from "./by-partitions";
import type { Copy } from "./copy";
import { type Follower, unique } from "./followers";
import { syncOf } from "./prepare";

/** What else has to happen while the views that read the columns step aside: that is for the swap alone. */
export interface Aside {
  readonly drop: readonly string[];
  readonly meanwhile: readonly string[];
  readonly create: readonly string[];
  /** Types that take over the names of those that no column has any more. */
  readonly types: readonly string[];
}

/** In one transaction, in which no row is read: each copy takes the place of its column, with all that stands on it. */
export function swap(
  copies: readonly Copy[],
  followers: readonly Follower[],
  views: Aside,
  ground: Ground,
): Sql[] {
  const foreignKeys = unique(copies.flatMap((copy) => copy.foreignKeys));
  const checks = unique(copies.flatMap((copy) => copy.checks));
  const constraints = [...checks, ...foreignKeys];
  const tables = new Set([
    ...copies.map(({ to }) => tableSql(to)),
    ...foreignKeys.flatMap((key) => [
      tableSql(key),
      tableSql({ schema: key.references.schema, table: key.references.table }),
    ]),
  ]);
  const statements = [
    `LOCK TABLE ${[...tables].sort().join(", ")} IN ACCESS EXCLUSIVE MODE`,
    ...views.drop,
    ...foreignKeys.map((key) => dropped(key, ground)),
    ...copies.flatMap((copy) => takePlace(copy, ground)),
    ...views.types,
    ...views.meanwhile,
    ...copies.flatMap((copy) => finish(copy, ground)),
    ...followers.flatMap((follower) => follower.swap),
    ...constraints.flatMap((constraint) => notValid(constraint, ground)),
    ...views.create,
  ];
  const lateIndexes = unique(copies.flatMap((copy) => copy.lateIndexes));
  return [
    ...noted("The copy takes the column's place in one short transaction, which reads no row.", [
      { ...later(statements.join(";\n")), copied: copies.map(({ to }) => to) },
    ]),
    ...noted(
      "What came along is valid for old rows too.",
      constraints.filter(({ validated }) => validated).flatMap((each) => validating(each, ground)),
    ).map(beside),
    ...noted(
      "What speaks of the column by its name went with the old one.",
      lateIndexes.flatMap((index) =>
        ground.isPartitioned(index)
          ? indexByPartitions(index)
          : [alone(createIndexSql(index, "CONCURRENTLY")), ...indexComment(index)],
      ),
    ).map(beside),
  ];
}

type Constraint = Check | ForeignKey;

/** Whether PostgreSQL takes it NOT VALID from each partition alone. */
const isParted = (constraint: Constraint, ground: Ground): constraint is ForeignKey =>
  constraint.kind === "foreignKey" && constraint.validated && ground.isPartitioned(constraint);

/** Where it was interrupted, the whole table has none yet. */
const dropped = (key: ForeignKey, ground: Ground) =>
  `ALTER TABLE ${tableSql(key)} DROP CONSTRAINT ${isParted(key, ground) ? "IF EXISTS " : ""}${quoteIdentifier(key.name)}`;

function notValid(constraint: Constraint, ground: Ground): string[] {
  if (isParted(constraint, ground)) return [partedForeignKey(constraint)];
  const definition = constraintDefinition({ ...constraint, validated: false });
  const comments = constraintComment(constraint).map(({ text }) => text);
  return [`ALTER TABLE ${tableSql(constraint)} ADD ${definition}`, ...comments];
}

const validating = (constraint: Constraint, ground: Ground): Sql[] =>
  isParted(constraint, ground) ? keyByPartitions(constraint) : [validate(constraint, constraint.name)];

const beside = (statement: Sql): Sql => ({ ...statement, beside: true });

/** What an identity column has counted goes on with the new one. */
const counter = "schema.next";

function takePlace(copy: Copy, ground: Ground): string[] {
  const { from, to, fresh, sequences } = copy;
  const table = tableSql(to);
  const serial = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(from.name)})`;
  const sync = syncOf(copy, ground);
  return [
    `DROP TRIGGER ${sync.trigger} ON ${table}`,
    `DROP FUNCTION ${sync.path}()`,
    ...sequences.map((sequence) => ownedBySql({ ...sequence, ownedBy: { ...to, column: fresh.name } })),
    ...(from.identity === null
      ? []
      : [`SELECT set_config(${quoteLiteral(counter)}, nextval(${serial})::text, true)`]),
    `ALTER TABLE ${table} DROP COLUMN ${quoteIdentifier(from.name)}`,
    `ALTER TABLE ${table} RENAME COLUMN ${quoteIdentifier(fresh.name)} TO ${quoteIdentifier(to.name)}`,
  ];
}

function finish({ to, fresh }: Copy, ground: Ground): string[] {
  const table = tableSql(to);
  const column = `ALTER TABLE ${table} ALTER COLUMN ${quoteIdentifier(to.name)}`;
  const serial = `pg_get_serial_sequence(${quoteLiteral(table)}, ${quoteLiteral(to.name)})`;
  return [
    ...(to.notNull
      ? [
          `${column} SET NOT NULL`,
          `ALTER TABLE ${table} DROP CONSTRAINT ${quoteIdentifier(isSet(fresh, ground))}`,
        ]
      : []),
    ...(to.default === null ? [] : [`${column} SET DEFAULT ${to.default}`]),
    ...(to.identity === null
      ? []
      : [
          `${column} ADD GENERATED ${to.identity.toUpperCase()} AS IDENTITY`,
          `SELECT setval(${serial}, current_setting(${quoteLiteral(counter)})::bigint, false)`,
        ]),
    ...columnComment(to).map(({ text }) => text),
  ];
}
