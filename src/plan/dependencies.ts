import {
  type AnyView,
  type Column,
  childrenOf,
  type ForeignKey,
  homeIds,
  type Id,
  idOf,
  listOf,
  makeId,
  namesIn,
  type ObjectKind,
  type ObjectOf,
  relationIds,
  type Schema,
  type SchemaObject,
  sequencesIn,
  tableIdOf,
} from "../schema";

type Dependencies<K extends ObjectKind> = (object: ObjectOf<K>, schema: Schema) => Id[];

/** What must exist for an object to exist. Names of things the schema does not have do no harm. */
const dependencies: { readonly [K in ObjectKind]: Dependencies<K> } = {
  namespace: () => [],
  extension: ({ schema }) => (schema === null ? [] : [makeId("namespace", schema)]),
  enum: ({ schema }) => [makeId("namespace", schema)],
  sequence: ({ schema }) => [makeId("namespace", schema)],
  table: ({ schema, parts }) =>
    [schema, ...parts.map((part) => part.schema)].map((name) => makeId("namespace", name)),
  column: ofColumn,
  primaryKey: (key) => [tableIdOf(key), ...columnsOf(key, [...key.columns, ...key.include])],
  unique: (key) => [tableIdOf(key), ...columnsOf(key, [...key.columns, ...key.include])],
  check: (check, schema) => [tableIdOf(check), ...mentioned(check, [check.expression], schema)],
  exclusion: (exclusion, schema) => [
    tableIdOf(exclusion),
    ...mentioned(exclusion, [exclusion.definition], schema),
  ],
  foreignKey: ofForeignKey,
  index: (index, schema) => [
    ...homeIds(index),
    ...columnsOf(index, [...index.keys.flatMap(({ column }) => column ?? []), ...index.include]),
    ...mentioned(index, [index.where ?? "", ...index.keys.map(({ expression }) => expression ?? "")], schema),
  ],
  view: ofView,
  materializedView: ofView,
};

export function dependenciesOf(object: SchemaObject, schema: Schema): Id[] {
  return (dependencies[object.kind] as Dependencies<ObjectKind>)(object, schema).filter(
    (id) => id !== idOf(object),
  );
}

const dependants = new WeakMap<Schema, ReadonlyMap<Id, readonly SchemaObject[]>>();

/** What depends directly on each object. */
export function dependantsIn(schema: Schema): ReadonlyMap<Id, readonly SchemaObject[]> {
  const known = dependants.get(schema) ?? reverse(schema);
  dependants.set(schema, known);
  return known;
}

function reverse(schema: Schema): Map<Id, SchemaObject[]> {
  const map = new Map<Id, SchemaObject[]>();
  for (const object of schema.objects.values())
    for (const id of dependenciesOf(object, schema)) {
      const others = map.get(id);
      if (others === undefined) map.set(id, [object]);
      else others.push(object);
    }
  return map;
}

interface OnTable {
  readonly schema: string;
  readonly table: string;
}

const columnsOf = ({ schema, table }: OnTable, names: readonly string[]) =>
  names.map((name) => makeId("column", schema, table, name));

/** The columns of the same table that these expressions name. */
function mentioned(
  { schema: namespace, table }: OnTable,
  expressions: readonly string[],
  schema: Schema,
): Id[] {
  const names = namesIn(expressions.join(" "));
  if (names.size === 0) return [];
  return childrenOf(schema, { schema: namespace, name: table })
    .filter((child) => child.kind === "column" && names.has(child.name))
    .map(idOf);
}

function ofColumn(column: Column, schema: Schema): Id[] {
  const { type, default: text, generated } = column;
  return [
    tableIdOf(column),
    ...(type.extension === null ? [] : [makeId("extension", type.extension)]),
    ...(type.schema === null ? [] : [makeId("enum", type.schema, type.name)]),
    ...(text === null ? [] : sequencesIn(text, column.schema)),
    ...(generated === null ? [] : mentioned(column, [generated.expression], schema)),
  ];
}

function ofForeignKey(key: ForeignKey, schema: Schema): Id[] {
  const parent = { schema: key.references.schema, name: key.references.table };
  const referenced = [...key.references.columns].sort().join();
  const keys = childrenOf(schema, parent).filter((child) => {
    switch (child.kind) {
      case "primaryKey":
      case "unique":
        return [...child.columns].sort().join() === referenced;
      case "index":
        return (
          child.unique &&
          child.keys
            .map(({ column }) => column)
            .sort()
            .join() === referenced
        );
      default:
        return false;
    }
  });
  return [
    tableIdOf(key),
    ...columnsOf(key, key.columns),
    makeId("table", parent.schema, parent.name),
    ...columnsOf({ schema: parent.schema, table: parent.name }, key.references.columns),
    ...keys.map(idOf),
  ];
}

/** The relations it reads, and those of their columns (and primary keys, for GROUP BY) and enums that its query may mean. */
function ofView({ schema: namespace, query, reads }: AnyView, schema: Schema): Id[] {
  const names = namesIn(query);
  const all = query.includes("*");
  const relations = reads.flatMap((relation) => [
    ...relationIds(relation.schema, relation.name),
    ...childrenOf(schema, relation)
      .filter(
        (child) =>
          (child.kind === "column" &&
            (relation.columns?.includes(child.name) ?? (all || names.has(child.name)))) ||
          (child.kind === "primaryKey" && (relation.key ?? names.has("group"))),
      )
      .map(idOf),
  ]);
  const enums = listOf(schema, "enum").filter(({ name }) => names.has(name));
  return [makeId("namespace", namespace), ...relations, ...enums.map(idOf)];
}
