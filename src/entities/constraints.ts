import type {
  Check,
  Deferrable,
  Exclusion,
  ForeignKey,
  PrimaryKey,
  ReferentialAction,
  Unique,
} from "../schema";
import { unwrap } from "./expressions";
import { identifier } from "./identifiers";
import type { EntityMetadata } from "./metadata";
import { placeOfRelation } from "./place";
import { type Described, type Reading, relationName, type TableSource } from "./source";

export function describePrimaryKey(source: TableSource, { dataSource }: Reading): PrimaryKey | null {
  const columns = source.table.columns.filter((column) => column.isPrimary);
  const names = columns.map(({ name }) => name);
  if (columns.length === 0) return null;
  const name =
    columns[0]?.primaryKeyConstraintName ?? dataSource.namingStrategy.primaryKeyName(source.table, names);
  return {
    kind: "primaryKey",
    ...on(source, name),
    columns: names.map(identifier),
    include: [],
    deferrable: null,
  };
}

/** PostgreSQL makes one constraint of several on the same columns: the primary key, else the first. */
export function describeUniques(
  source: TableSource,
  primaryKey: PrimaryKey | null,
  { locate }: Reading,
): Described[] {
  const seen = new Set(primaryKey === null ? [] : [coverage(primaryKey)]);
  return source.metadata.uniques.flatMap(({ name, columns, deferrable }) => {
    const unique: Unique = {
      kind: "unique",
      ...on(source, name),
      columns: columns.map((column) => identifier(column.databaseName)),
      include: [],
      nullsNotDistinct: false,
      deferrable: deferrableOf(deferrable),
    };
    if (seen.has(coverage(unique))) return [];
    seen.add(coverage(unique));
    return [{ object: unique, place: locate(source.metadata, columns) }];
  });
}

const coverage = ({ columns, deferrable }: PrimaryKey | Unique) => JSON.stringify([columns, deferrable]);

export function describeChecks(source: TableSource): Check[] {
  return source.metadata.checks.map(({ name, expression }) => ({
    kind: "check",
    ...on(source, name),
    expression: unwrap(expression),
    noInherit: false,
    validated: true,
  }));
}

export function describeExclusions(source: TableSource): Exclusion[] {
  return source.metadata.exclusions.map(({ name, expression, deferrable }) => ({
    kind: "exclusion",
    ...on(source, name),
    definition: expression.trim(),
    deferrable: deferrableOf(deferrable),
  }));
}

export function describeForeignKeys(source: TableSource, reading: Reading): Described[] {
  return source.metadata.foreignKeys.map((key) => {
    const { schema, name } = relationName(key.referencedEntityMetadata, reading);
    const object: ForeignKey = {
      kind: "foreignKey",
      ...on(source, key.name),
      columns: key.columnNames.map(identifier),
      references: { schema, table: name, columns: key.referencedColumnNames.map(identifier) },
      onDelete: actionOf(key.onDelete),
      onDeleteColumns: [],
      onUpdate: actionOf(key.onUpdate),
      match: "SIMPLE",
      deferrable: deferrableOf(key.deferrable),
      validated: true,
    };
    const relation = source.metadata.relations.find(({ foreignKeys }) => foreignKeys.includes(key));
    const place =
      relation === undefined
        ? reading.locate(source.metadata, key.columns)
        : { entity: source.metadata, property: placeOfRelation(relation) };
    return { object, place };
  });
}

function on({ schema, name: table }: TableSource, name: string) {
  return { schema, table, name: identifier(name), comment: null };
}

type Deferral = EntityMetadata["uniques"][number]["deferrable"];

function deferrableOf(deferral: Deferral): Deferrable {
  if (deferral === undefined) return null;
  return deferral === "INITIALLY DEFERRED" ? "initially deferred" : "initially immediate";
}

function actionOf(action: string | undefined): ReferentialAction {
  switch (action) {
    case "RESTRICT":
    case "CASCADE":
    case "SET NULL":
      return action;
    // TypeORM's word for it is no SQL.
    case "DEFAULT":
    case "SET DEFAULT":
      return "SET DEFAULT";
    default:
      return "NO ACTION";
  }
}
