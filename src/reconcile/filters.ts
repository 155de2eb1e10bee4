import type { Filters } from "../config/filters";
import {
  filterSchema,
  type Id,
  idOf,
  isTableChild,
  joinSchemas,
  makeId,
  namesIn,
  type Schema,
  type SchemaObject,
  type TableChild,
  tableIdOf,
} from "../schema";
import { lineage, matches } from "./matching";
import { neededBy, surroundings } from "./surroundings";

export interface Filtered {
  readonly live: Schema;
  readonly described: Schema;
  /** Patterns that mean nothing on either side. */
  readonly unused: readonly string[];
}

/**
 * Leaves out of both sides what is filtered out, and what the entities leave to people, so that it stays as it is. What the rest cannot be made without (the
 * table that a view reads) is on both sides as it is in the database.
 */
export function applyFilters(
  live: Schema,
  described: Schema,
  filters: Filters,
  left: ReadonlySet<Id> = new Set(),
): Filtered {
  if (filters.include.length + filters.exclude.length + left.size === 0)
    return { live, described, unused: [] };
  const all = joinSchemas(live, described);
  const kept = keptIds(all, filters, left);
  const keep = (object: SchemaObject) => kept.has(idOf(object)) && !losesColumns(object, all, kept);
  const parts = { live: filterSchema(live, keep), described: filterSchema(described, keep) };
  const frozen = surroundings([parts.live, parts.described], live);
  const objects = [...all.objects.values()];
  const unused = [...filters.include, ...filters.exclude]
    .filter((filter) => !objects.some((object) => matches(filter, object)))
    .map(({ text }) => text);
  return { live: joinSchemas(parts.live, frozen), described: joinSchemas(parts.described, frozen), unused };
}

function keptIds(all: Schema, { include, exclude }: Filters, left: ReadonlySet<Id>): ReadonlySet<Id> {
  const objects = [...all.objects.values()];
  const isIn = (list: Filters["include"], object: SchemaObject) =>
    lineage(object, all).some((part) => list.some((filter) => matches(filter, part)));
  const isLeft = (object: SchemaObject) => lineage(object, all).some((part) => left.has(idOf(part)));
  const admitted = objects.filter((object) => !isIn(exclude, object) && !isLeft(object));
  if (include.length === 0) return new Set(admitted.map(idOf));
  const included = admitted.filter((object) => isIn(include, object));
  const needed = new Set(included.flatMap(neededBy));
  return new Set([...included, ...admitted.filter((object) => needed.has(idOf(object)))].map(idOf));
}

/** Whether the object names columns that are filtered out: it cannot be made then. */
function losesColumns(object: SchemaObject, all: Schema, kept: ReadonlySet<Id>): boolean {
  if (!isTableChild(object)) return false;
  const isOut = (column: Id) => all.objects.has(column) && !kept.has(column);
  const ids = (table: { schema: string; table: string }, names: Iterable<string>) =>
    [...names].map((name) => makeId("column", table.schema, table.table, name));
  // Of a table that is filtered out itself, and is only there for this object, every column is there.
  const whole = !kept.has(tableIdOf(object));
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
