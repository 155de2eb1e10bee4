import { type Check, type ForeignKey, pathOf, quoteIdentifier } from "../../schema";
import { constraintComment, constraintDefinition, exclusions as plain } from "../constraints";
import { guardSql } from "../guard-sql";
import { later, type Sql, sql } from "../renderer";
import { type Forms, type Ground, noted, plainly, type TableName, tableSql } from "./ground";
import { keyByPartitions } from "./partitions";

/** Old rows are looked at only when the lock of adding it is gone. */
export const foreignKeys: Forms<"foreignKey"> = {
  create: (key, ground) => {
    if (!ground.stands(key) || !key.validated) return null;
    // PostgreSQL refuses NOT VALID there up to 17.
    return ground.isPartitioned(key) ? keyByPartitions(key) : added(key);
  },
  replace: (from, to, ground) =>
    ground.stands(to) && !ground.isPartitioned(to) && to.validated ? replaced(from, to) : null,
};

export const checks: Forms<"check"> = {
  create: (check, ground) =>
    ground.stands(check) && check.validated ? lookingFirst(check, added(check), ground) : null,
  replace: (from, to, ground) =>
    ground.stands(to) && to.validated ? lookingFirst(to, replaced(from, to), ground) : null,
};

/** PostgreSQL builds its index with everybody waiting. */
export const exclusions: Forms<"exclusion"> = {
  create: (exclusion, { stands, world }) =>
    stands(exclusion)
      ? plainly(
          `${pathOf(exclusion)}: PostgreSQL has no other way to build an exclusion constraint`,
          plain.create(exclusion, world),
        )
      : null,
};

type Validated = Check | ForeignKey;

/** From NOT VALID on, rows that do not satisfy a check cannot be updated any more, whatever is changed of them. */
function lookingFirst(check: Check, statements: readonly Sql[], { world }: Ground): Sql[] {
  const problem = `do not satisfy ${quoteIdentifier(check.name)}`;
  return [later(guardSql(check, `NOT (${check.expression})`, problem, world.before)), ...statements];
}

function added(constraint: Validated): Sql[] {
  return noted(noteOf(constraint), [
    sql(`ALTER TABLE ${tableSql(constraint)}\n  ADD ${unvalidated(constraint)}`),
    ...validated(constraint),
  ]);
}

function replaced(from: Validated, to: Validated): Sql[] {
  return noted(noteOf(to), [
    sql(
      `ALTER TABLE ${tableSql(to)}\n  DROP CONSTRAINT ${quoteIdentifier(from.name)},\n  ADD ${unvalidated(to)}`,
    ),
    ...validated(to),
  ]);
}

export const unvalidated = (constraint: Validated) =>
  constraintDefinition({ ...constraint, validated: false });

export const validated = (constraint: Validated): Sql[] => [
  validate(constraint, constraint.name),
  ...constraintComment(constraint),
];

export const validate = (place: TableName, name: string): Sql =>
  later(`ALTER TABLE ${tableSql(place)} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`);

const noteOf = (constraint: Validated) =>
  constraint.kind === "check"
    ? "New rows are checked from now on, old ones by VALIDATE, which lets others write."
    : "New references are checked from now on, old ones by VALIDATE, which lets others write.";
