import type { Filters } from "../config/filters";
import {
  type Column,
  childrenOf,
  filterSchema,
  type Id,
  idOf,
  isTableChild,
  listOf,
  makeId,
  namesIn,
  type Schema,
  type SchemaObject,
  schemaOf,
  type TableChild,
} from "../schema";
import { lineage, matches } from "./matching";

export interface Filtered {
  readonly live: Schema;
  readonly described: Schema;
  /** Patterns that mean nothing on either side. */
  readonly unused: readonly string[];
}

/**
 * Leaves out of both sides what is filtered out, so that it stays as it is. What the rest cannot be made without (the
 * table that a view reads) is on both sides as it is in the database.
 */
export function applyFilters(live: Schema, described: Schema, filters: Filters): Filtered {
  if (filters.include.length === 0 && filters.exclude.length === 0) return { live, described, unused: [] };
  const all = schemaOf(new Map([...live.objects, ...described.objects]).values());
  const kept = keptIds(all, filters);
  const keep = (object: SchemaObject) => kept.has(idOf(object)) && !losesColumns(object, all, kept);
  const parts = [live, described].map((schema) => filterSchema(schema, keep)) as [Schema, Schema];
  const frozen = surroundings(parts, live);
  const [filteredLive, filteredDescribed] = parts.map((part) =>
    schemaOf(new Map([...part.objects, ...frozen.objects]).values()),
  ) as [Schema, Schema];
  const objects = [...all.objects.values()];
  const unused = [...filters.include, ...filters.exclude]
    .filter((filter) => !objects.some((object) => matches(filter, object)))
    .map(({ text }) => text);
  return { live: filteredLive, described: filteredDescribed, unused };
}

function keptIds(all: Schema, { include, exclude }: Filters): ReadonlySet<Id> {
  const objects = [...all.objects.values()];
  const isIn = (list: Filters["include"], object: SchemaObject) =>
    lineage(object, all).some((part) => list.some((filter) => matches(filter, part)));
  const admitted = objects.filter((object) => !isIn(exclude, object));
  if (include.length === 0) return new Set(admitted.map(idOf));
  const included = admitted.filter((object) => isIn(include, object));
  const needed = new Set(included.flatMap(neededBy));
  return new Set([...included, ...admitted.filter((object) => needed.has(idOf(object)))].map(idOf));
}

/** What is made along with an object: the type of a column, and the schema it all is in. */
function neededBy(object: SchemaObject): Id[] {
  return [
    ...("schema" in object && object.schema !== null ? [makeId("namespace", object.schema)] : []),
    ...(object.kind === "column" ? typeOf(object) : []),
  ];
}

function typeOf({ type }: Column): Id[] {
  return [
    ...(type.schema === null ? [] : [makeId("enum", type.schema, type.name)]),
    ...(type.extension === null ? [] : [makeId("extension", type.extension)]),
  ];
}

/** Whether the object names columns that are filtered out: it cannot be made then. */
function losesColumns(object: SchemaObject, all: Schema, kept: ReadonlySet<Id>): boolean {
  if (!isTableChild(object)) return false;
  const isOut = (column: Id) => all.objects.has(column) && !kept.has(column);
  const ids = (table: { schema: string; table: string }, names: Iterable<string>) =>
    [...names].map((name) => makeId("column", table.schema, table.table, name));
  // Of a table that is filtered out itself, and is only there for this object, every column is there.
  const whole = !kept.has(makeId("table", object.schema, object.table));
  return (
    (!whole && ids(object, ownColumns(object)).some(isOut)) ||
    (object.kind === "foreignKey" && ids(object.references, object.references.columns).some(isOut))
  );
}

function ownColumns(object: TableChild): Iterable<string> {
  switch (object.kind) {
    case "column":
      return namesIn(object.generated?.expression ?? "");
    case "foreignKey":
      return object.columns;
    case "primaryKey":
    case "unique":
      return [...object.columns, ...object.include];
    case "check":
      return namesIn(object.expression);
    case "exclusion":
      return namesIn(object.definition);
    case "index": {
      const keys = object.keys.flatMap(({ column, expression }) => column ?? [...namesIn(expression ?? "")]);
      return [...keys, ...object.include, ...namesIn(object.where ?? "")];
    }
  }
}

/** Of the live objects that are filtered out, those that what is kept stands on. */
function surroundings(parts: readonly Schema[], live: Schema): Schema {
  const found = new Map<Id, SchemaObject>();
  const queue = parts.flatMap((part) => [...part.objects.values()].flatMap(standsOn));
  const isThere = (id: Id) => parts.some((part) => part.objects.has(id)) || found.has(id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const object = live.objects.get(id);
    if (object === undefined || isThere(id)) continue;
    for (const part of withColumns(object, live)) {
      found.set(idOf(part), part);
      queue.push(...standsOn(part));
    }
  }
  // Where an extension is installed tells where its types are.
  const extensions = listOf(live, "extension").filter((extension) => !isThere(idOf(extension)));
  return schemaOf([...extensions, ...found.values()]);
}

function standsOn(object: SchemaObject): Id[] {
  return [
    ...neededBy(object),
    ...(isTableChild(object) ? relations(object.schema, object.table) : []),
    ...(object.kind === "sequence" && object.ownedBy !== null
      ? relations(object.ownedBy.schema, object.ownedBy.table)
      : []),
    ...(object.kind === "view" || object.kind === "materializedView"
      ? object.reads.flatMap(({ schema, name }) => relations(schema, name))
      : []),
  ];
}

const relations = (schema: string, name: string): Id[] => [
  makeId("table", schema, name),
  makeId("view", schema, name),
  makeId("materializedView", schema, name),
];

/** A table with what others may need of it: its columns, without defaults, and its key. */
function withColumns(object: SchemaObject, live: Schema): SchemaObject[] {
  if (object.kind !== "table") return [object];
  return [
    object,
    ...childrenOf(live, object).flatMap((child): SchemaObject[] => {
      if (child.kind === "column") return [{ ...child, default: null, generated: null }];
      return child.kind === "primaryKey" ? [child] : [];
    }),
  ];
}
