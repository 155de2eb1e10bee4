import type { Change, Plan } from "../change";
import { type Id, idOf, isTableChild, makeId, pathOf } from "../schema";

/** Data that a plan destroys. */
export interface Loss {
  readonly kind: "table" | "column";
  readonly id: Id;
  /** Qualified, quoted where needed. */
  readonly path: string;
}

/** Tables and columns that are dropped with what is in them. What PostgreSQL computes is no loss. */
export function lossesOf({ statements }: Plan): Loss[] {
  const changes = [...new Set(statements.flatMap((statement) => statement.changes))];
  const tables = new Set(changes.filter(isDroppedTable).map((change) => idOf(change.from)));
  return changes.flatMap((change): Loss[] => {
    if (isDroppedTable(change)) return [{ kind: "table", id: idOf(change.from), path: pathOf(change.from) }];
    if (change.action !== "drop" || change.kind !== "column" || change.from.generated !== null) return [];
    const { from } = change;
    if (isTableChild(from) && tables.has(makeId("table", from.schema, from.table))) return [];
    return [{ kind: "column", id: idOf(from), path: pathOf(from) }];
  });
}

function isDroppedTable(change: Change): change is Extract<Change, { action: "drop"; kind: "table" }> {
  return change.action === "drop" && change.kind === "table";
}

export const lossText = ({ kind, path }: Loss): string =>
  kind === "table" ? `table ${path} and its rows` : `column ${path} and its values`;
