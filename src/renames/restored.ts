import type { Change } from "../change";
import { type Column, childrenOf, type Id, idOf, type Schema } from "../schema";
import { needsBackfill, suggestion } from "./wanted";

/**
 * What the rows get in columns that are dropped and must not be null, when they come back: their values are gone, and the
 * way back would fail as soon as there is a row. A key has no value to offer that is nobody else's.
 */
export function restoredValues(
  changes: readonly Change[],
  current: Schema,
  desired: Schema,
): ReadonlyMap<Id, string> {
  return new Map(
    changes.flatMap((change): [Id, string][] => {
      if (change.kind !== "column" || change.action !== "drop") return [];
      const { from } = change;
      const [value] = needsBackfill(from, desired) && !isKey(from, current) ? suggestion(from, current) : [];
      return value === undefined ? [] : [[idOf(from), value]];
    }),
  );
}

function isKey(column: Column, schema: Schema): boolean {
  return childrenOf(schema, { schema: column.schema, name: column.table }).some((child) => {
    switch (child.kind) {
      case "primaryKey":
      case "unique":
      case "foreignKey":
        return child.columns.includes(column.name);
      case "index":
        return child.unique && child.keys.some((key) => key.column === column.name);
      case "exclusion":
        return true;
      default:
        return false;
    }
  });
}
