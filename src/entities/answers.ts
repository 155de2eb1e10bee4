import { type Answers, type ColumnSql, type Hint, noAnswers } from "../change";
import type { RenamedFromSaying } from "../decorators/renamed-from";
import type { Saying } from "../decorators/sayings";
import { enumTypeOf, isEnum } from "./enums";
import { identifier } from "./identifiers";
import { Inexpressible } from "./inexpressible";
import type { ColumnMetadata, EntityMetadata } from "./metadata";
import { at, nameOfPlace } from "./problems";
import { type Heard, heardBy, saysItself } from "./sayings";
import { type Reading, relationName, tableSource } from "./source";

/** What `@RenamedFrom`, `@Using` and `@Backfill` say about the way from what was before. */
export function describeAnswers(reading: Reading): Answers {
  const entities = reading.dataSource.entityMetadatas;
  return {
    ...noAnswers,
    renames: distinct(entities.flatMap((entity) => renamesOf(entity, reading))),
    usings: expressionsOf("using", ({ expression }) => expression, reading),
    usingsBack: expressionsOf("using", (saying) => ("back" in saying ? saying.back : null), reading),
    backfills: expressionsOf("backfill", ({ expression }) => expression, reading),
  };
}

/** Entities of one table hear the same things. */
function distinct<T extends Hint | ColumnSql>(hints: readonly T[]): T[] {
  const meaning = ({ text, source, ...rest }: T) => JSON.stringify(rest);
  return [...new Map(hints.map((hint) => [meaning(hint), hint])).values()];
}

function renamesOf(entity: EntityMetadata, reading: Reading): Hint[] {
  return heardBy("renamedFrom", entity)
    .filter(({ saying }) => saying.property !== null || saysThis(saying, entity))
    .map((heard) => {
      const { from, to } = heard.saying;
      const text = textOf(heard, to === null ? JSON.stringify(from) : `"${from}", "${to}"`, reading);
      const named = at(heard.place, reading.findOrigin, () => namesOf(heard, entity, reading));
      return { source: "decorator", text, ...named };
    });
}

/** The old name of a table is that of one entity, not of those that extend it. */
const saysThis = (saying: RenamedFromSaying, entity: EntityMetadata) =>
  saysItself("renamedFrom", entity) &&
  (saying.target === entity.target || typeof saying.target !== "function");

type Names = Pick<Hint, "prefix" | "from" | "to">;

function namesOf(heard: Heard<RenamedFromSaying>, entity: EntityMetadata, reading: Reading): Names {
  const { from, to, property } = heard.saying;
  const { schema, name } = relationName(entity, reading);
  if (property === null) {
    if (to !== null)
      throw new Inexpressible("a class has no enum labels", "Decorate the property of the enum.");
    return { prefix: entity.tableType === "view" ? "view" : "table", ...pathsOf(from, schema, name) };
  }
  const path = `${heard.prefix}${property}`;
  if (to !== null) return labelNames(path, from, to, entity, reading);
  const joinTable = entity.ownerManyToManyRelations.find(({ propertyPath }) => propertyPath === path);
  if (joinTable?.junctionEntityMetadata !== undefined) {
    const junction = relationName(joinTable.junctionEntityMetadata, reading);
    return { prefix: "table", ...pathsOf(from, junction.schema, junction.name) };
  }
  const column = columnOf(path, entity);
  const { namingStrategy } = reading.dataSource;
  // As `name` of `@Column` would be read: an embedded class is prefixed wherever it is embedded.
  const prefixes = column.embeddedMetadata?.parentPrefixes ?? [];
  const old = prefixes.length === 0 ? from : namingStrategy.columnName(column.propertyName, from, prefixes);
  return {
    prefix: "column",
    from: [schema, name, identifier(old)],
    to: [identifier(column.databaseName)],
  };
}

/** A name with a dot is one in another schema. */
function pathsOf(old: string, schema: string, name: string): Omit<Names, "prefix"> {
  const [first = "", second] = old.split(".");
  const from = second === undefined ? [schema, identifier(first)] : [identifier(first), identifier(second)];
  return { from, to: [schema, name] };
}

function labelNames(path: string, from: string, to: string, entity: EntityMetadata, reading: Reading): Names {
  const source = tableSource(entity, reading);
  const column = source.columns.find(({ metadata }) => metadata.propertyPath === path);
  if (column === undefined || !isEnum(column))
    throw new Inexpressible(
      "two names are an enum's labels, and the property is no enum",
      "Give @RenamedFrom the old name of the column alone.",
    );
  const { schema, name } = enumTypeOf(source, column);
  return { prefix: "enum-value", from: [schema ?? reading.defaultSchema, name, from], to: [to] };
}

/** The one column that holds the property. */
function columnOf(path: string, entity: EntityMetadata): ColumnMetadata {
  const relation = entity.relations.find(({ propertyPath }) => propertyPath === path);
  const own = entity.columns.filter(({ propertyPath, isVirtual }) => propertyPath === path && !isVirtual);
  const columns = own.length > 0 ? own : (relation?.joinColumns ?? []);
  const [column] = columns;
  if (column !== undefined && columns.length === 1) return column;
  throw new Inexpressible(
    columns.length === 0 ? "the property is no column" : "the property is several columns",
    "Use the flags --rename, --using and --backfill, which name the columns themselves.",
  );
}

type ExpressionSaying = Extract<Saying, { kind: "using" | "backfill" }>;

function expressionsOf(
  kind: ExpressionSaying["kind"],
  expressionOf: (saying: ExpressionSaying) => string | null,
  reading: Reading,
): ColumnSql[] {
  const ofEntity = (entity: EntityMetadata) =>
    heardBy(kind, entity).flatMap((heard): ColumnSql[] => {
      const { saying, prefix, place } = heard;
      const expression = expressionOf(saying);
      if (expression === null) return [];
      const column = at(place, reading.findOrigin, () => columnOf(`${prefix}${saying.property}`, entity));
      const { schema, name } = relationName(entity, reading);
      return [
        {
          source: "decorator",
          path: [schema, name, identifier(column.databaseName)],
          expression,
          text: textOf(heard, JSON.stringify(expression), reading),
        },
      ];
    });
  return distinct(reading.dataSource.entityMetadatas.flatMap(ofEntity));
}

const decorators = { renamedFrom: "RenamedFrom", using: "Using", backfill: "Backfill" } as const;

/** `@RenamedFrom("name") of User.fullName (entities/user.ts:14)` */
function textOf(
  { saying, place }: Heard<RenamedFromSaying | ExpressionSaying>,
  given: string,
  { findOrigin }: Reading,
): string {
  return `@${decorators[saying.kind]}(${given}) of ${nameOfPlace(place, findOrigin(place))}`;
}
