import type { Change, Plan, Rename } from "../change";
import { exitStatus, SchemaError } from "../errors";
import type { ColumnFate } from "../proof";
import { type Column, type Id, idOf, makeId, pathOf, qualify, quoteIdentifier, tableIdOf } from "../schema";

/** Data that a plan destroys. */
export interface Loss {
  readonly kind: "table" | "column";
  readonly id: Id;
  /** Qualified, quoted where needed. */
  readonly path: string;
}

/** What a plan destroys. */
export const lossesOf = ({ statements }: Plan): Loss[] =>
  lossesIn([...new Set(statements.flatMap(({ changes }) => changes))]);

/** Tables and columns that are dropped with what is in them. What PostgreSQL computes is no loss. */
export function lossesIn(changes: readonly Change[]): Loss[] {
  const tables = new Set(changes.filter(isDroppedTable).map((change) => idOf(change.from)));
  return changes.flatMap((change): Loss[] => {
    if (isDroppedTable(change)) return [{ kind: "table", id: idOf(change.from), path: pathOf(change.from) }];
    if (change.action !== "drop" || change.kind !== "column" || change.from.generated !== null) return [];
    const { from } = change;
    if (tables.has(tableIdOf(from))) return [];
    return [{ kind: "column", id: idOf(from), path: pathOf(from) }];
  });
}

function isDroppedTable(change: Change): change is Extract<Change, { action: "drop"; kind: "table" }> {
  return change.action === "drop" && change.kind === "table";
}

export const lossText = ({ kind, path }: Loss): string =>
  kind === "table" ? `table ${path} and its rows` : `column ${path} and its values`;

/** Columns that were lost in the scratch database without the plan of that way saying so: a drop and an add pass for a change. */
export function hiddenLosses(fates: readonly ColumnFate[], way: Plan): string[] {
  const changes = way.statements.flatMap((statement) => statement.changes);
  const renames = changes.filter((change): change is Rename => change.action === "rename").reverse();
  const said = new Set(
    changes.flatMap((change) => {
      if (change.action !== "drop") return [];
      if (change.kind === "table") return [pathBefore(change.from.schema, change.from.name, renames)];
      if (change.kind !== "column") return [];
      const { schema, table, name } = change.from;
      return [`${pathBefore(schema, table, renames)}.${quoteIdentifier(name)}`];
    }),
  );
  return fates.flatMap(({ fate, from, table, computed }) =>
    fate !== "lost" || computed || from === null || said.has(from) || said.has(table) ? [] : [from],
  );
}

/** Copies that have taken the place of a column: by their path after the plan, the path of that column before it. */
export function copiesIn({ statements }: Plan): ReadonlyMap<string, string> {
  const copies = statements.flatMap(({ copied = [] }, at) => {
    if (copied.length === 0) return [];
    const earlier = renamesIn(statements.slice(0, at)).toReversed();
    const later = renamesIn(statements.slice(at));
    return copied.map((column): [string, string] => [
      pathAfter(column, later),
      pathAfter(
        column,
        earlier.map(({ from, to }) => ({ from: to, to: from })),
      ),
    ]);
  });
  return new Map(copies);
}

function renamesIn(statements: Plan["statements"]): Rename[] {
  const changes = new Set(statements.flatMap((statement) => statement.changes));
  return [...changes].filter((change): change is Rename => change.action === "rename");
}

/** Whoever is renamed, or whose table or schema is, one after the other. */
function pathAfter(column: Column, renames: readonly Pick<Rename, "from" | "to">[]): string {
  let { schema, table, name } = column;
  for (const { from, to } of renames) {
    if (from.kind === "column" && idOf(from) === makeId("column", schema, table, name)) name = to.name;
    else if (from.kind === "table" && to.kind === "table" && from.schema === schema && from.name === table)
      [schema, table] = [to.schema, to.name];
    else if (from.kind === "namespace" && from.name === schema) schema = to.name;
  }
  return `${qualify(schema, table)}.${quoteIdentifier(name)}`;
}

/** What is dropped goes by the name that the renames, which run first, have given to its table. */
function pathBefore(schema: string, table: string, renames: readonly Rename[]): string {
  let place = { schema, name: table };
  for (const { kind, from, to } of renames) {
    if (kind === "table" && to.schema === place.schema && to.name === place.name) place = from;
    else if (kind === "namespace" && to.name === place.schema) place = { ...place, schema: from.name };
  }
  return qualify(place.schema, place.name);
}

export function refuseHidden(direction: "up" | "down", columns: readonly string[]): void {
  if (columns.length === 0) return;
  throw new SchemaError({
    code: "HIDDEN_DATA_LOSS",
    message: `In the scratch database \`${direction}\` destroyed the values of ${columns.join(", ")}, which no change of the plan says: the column was dropped, whatever stands there now. Nothing was written.`,
    hint: "Look for what drops it among the statements written by hand; without any, this is a bug of typeorm-schema: please report it.",
    exit: exitStatus.refused,
  });
}
