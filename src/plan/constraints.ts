import {
  type Check,
  type Deferrable,
  type Exclusion,
  type ForeignKey,
  type PrimaryKey,
  qualify,
  quoteIdentifier,
  quoteList,
  type SchemaObject,
  type Unique,
} from "../schema";
import { commentSql, newComment, type Renderer, type Sql, sql } from "./renderer";

/** The constraints that CREATE TABLE takes along. */
type Inline = PrimaryKey | Unique | Check | Exclusion;
type Constraint = Inline | ForeignKey;

interface Pair {
  readonly from: Constraint;
  readonly to: Constraint;
}

interface Alteration extends Pair {
  readonly aspects: readonly string[];
}

const common = {
  create,
  drop: (constraint: Constraint) => [
    sql(`${alterTable(constraint)} DROP CONSTRAINT ${quoteIdentifier(constraint.name)}`),
  ],
  rename: ({ from, to }: Pair) => [
    sql(`${alterTable(to)} RENAME CONSTRAINT ${quoteIdentifier(from.name)} TO ${quoteIdentifier(to.name)}`),
  ],
  alter,
};

/** PostgreSQL validates a constraint and never takes that back. */
const isValidated = ({ to }: { readonly to: Check | ForeignKey }) => to.validated;

export const primaryKeys: Renderer<"primaryKey"> = {
  ...common,
  inPlace: { columns: false, include: false, deferrable: false, comment: true },
};

export const uniques: Renderer<"unique"> = {
  ...common,
  inPlace: { columns: false, include: false, nullsNotDistinct: false, deferrable: false, comment: true },
};

export const checks: Renderer<"check"> = {
  ...common,
  inPlace: { expression: false, noInherit: false, validated: isValidated, comment: true },
};

export const exclusions: Renderer<"exclusion"> = {
  ...common,
  inPlace: { definition: false, deferrable: false, comment: true },
};

export const foreignKeys: Renderer<"foreignKey"> = {
  ...common,
  inPlace: {
    columns: false,
    references: false,
    onDelete: false,
    onDeleteColumns: false,
    onUpdate: false,
    match: false,
    deferrable: true,
    validated: isValidated,
    comment: true,
  },
};

function alterTable({ schema, table }: Constraint): string {
  return `ALTER TABLE ${qualify(schema, table)}`;
}

function create(constraint: Constraint): Sql[] {
  return [
    sql(`${alterTable(constraint)}\n  ADD ${constraintDefinition(constraint)}`),
    ...constraintComment(constraint),
  ];
}

function alter({ to, aspects }: Alteration): Sql[] {
  const name = quoteIdentifier(to.name);
  return [
    ...(aspects.includes("deferrable") && to.kind === "foreignKey"
      ? [
          sql(
            `${alterTable(to)} ALTER CONSTRAINT ${name} ${deferrableSql(to.deferrable) || "NOT DEFERRABLE"}`,
          ),
        ]
      : []),
    ...(aspects.includes("validated") ? [sql(`${alterTable(to)} VALIDATE CONSTRAINT ${name}`)] : []),
    ...(aspects.includes("comment") ? [commentSql(commentTarget(to), to.comment)] : []),
  ];
}

export function isConstraint(object: SchemaObject): object is Inline {
  return ["primaryKey", "unique", "check", "exclusion"].includes(object.kind);
}

const commentTarget = (constraint: Constraint) =>
  `CONSTRAINT ${quoteIdentifier(constraint.name)} ON ${qualify(constraint.schema, constraint.table)}`;

export const constraintComment = (constraint: Constraint) =>
  newComment(commentTarget(constraint), constraint.comment);

/** `CONSTRAINT name UNIQUE (a, b)`, as CREATE TABLE and ADD take it. */
export function constraintDefinition(constraint: Constraint): string {
  return `CONSTRAINT ${quoteIdentifier(constraint.name)} ${bodySql(constraint)}`;
}

function bodySql(constraint: Constraint): string {
  switch (constraint.kind) {
    case "primaryKey":
      return words(
        `PRIMARY KEY (${quoteList(constraint.columns)})`,
        includeSql(constraint),
        deferrableSql(constraint.deferrable),
      );
    case "unique":
      return words(
        `UNIQUE ${constraint.nullsNotDistinct ? "NULLS NOT DISTINCT " : ""}(${quoteList(constraint.columns)})`,
        includeSql(constraint),
        deferrableSql(constraint.deferrable),
      );
    case "check":
      return words(
        `CHECK (${constraint.expression})`,
        constraint.noInherit ? "NO INHERIT" : "",
        constraint.validated ? "" : "NOT VALID",
      );
    case "exclusion":
      return words(`EXCLUDE ${constraint.definition}`, deferrableSql(constraint.deferrable));
    case "foreignKey":
      return foreignKeySql(constraint);
  }
}

function foreignKeySql(key: ForeignKey): string {
  const { references } = key;
  const columns = key.onDeleteColumns.length === 0 ? "" : ` (${quoteList(key.onDeleteColumns)})`;
  return words(
    `FOREIGN KEY (${quoteList(key.columns)})\n  REFERENCES ${qualify(references.schema, references.table)} (${quoteList(references.columns)})`,
    key.match === "FULL" ? "MATCH FULL" : "",
    key.onDelete === "NO ACTION" ? "" : `ON DELETE ${key.onDelete}${columns}`,
    key.onUpdate === "NO ACTION" ? "" : `ON UPDATE ${key.onUpdate}`,
    deferrableSql(key.deferrable),
    key.validated ? "" : "NOT VALID",
  );
}

/** `UNIQUE USING INDEX users_email DEFERRABLE INITIALLY DEFERRED`: the index knows nothing of when it is checked. */
export function keyWords(key: PrimaryKey | Unique, index: string): string {
  return words(
    `${key.kind === "unique" ? "UNIQUE" : "PRIMARY KEY"} USING INDEX ${index}`,
    deferrableSql(key.deferrable),
  );
}

const includeSql = ({ include }: PrimaryKey | Unique) =>
  include.length === 0 ? "" : `INCLUDE (${quoteList(include)})`;

function deferrableSql(deferrable: Deferrable): string {
  return deferrable === null ? "" : `DEFERRABLE ${deferrable.toUpperCase()}`;
}

const words = (...parts: string[]) => parts.filter((part) => part !== "").join(" ");
