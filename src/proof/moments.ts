import { type Change, dropOf, type Renaming, rekey, renamedId, renameOf } from "../change";
import { diff } from "../diff";
import {
  filterSchema,
  type Id,
  idOf,
  isTableChild,
  makeId,
  type Schema,
  type SchemaObject,
  tableIdOf,
} from "../schema";
import type { IdentifiedColumn } from "./fates";

/** What there is at one moment of a migration. */
export interface Snapshot {
  readonly schema: Schema;
  readonly columns: readonly IdentifiedColumn[];
  /** Tables that are parts of others, which no schema lists. */
  readonly partitions: ReadonlySet<Id>;
}

/** What a statement has changed, by the identity of tables and columns and the names of all else. */
export function changesBetween(start: Snapshot, after: Snapshot): Change[] {
  const gone = new Set([...displacedTables(start, after), ...displacedColumns(start, after)]);
  const copies = copiesIn(start, after);
  const before: Snapshot = {
    ...start,
    columns: start.columns.filter((column) => !copies.has(idOfColumn(column))),
    schema: filterSchema(
      start.schema,
      (object) => !copies.has(idOf(object)) && ![idOf(object), ...homesOf(object)].some((id) => gone.has(id)),
    ),
  };
  const renamings = renamingsBetween(before.columns, after.columns);
  const renamed = rekey(before.schema, renamings);
  return [
    ...[...gone].flatMap((id) => start.schema.objects.get(id) ?? []).map(dropOf),
    ...renamings.flatMap((renaming) => changeOf(renaming, before.schema, renamed)),
    ...diff(renamed, after.schema).filter((change) => !changesSides(change, before, after)),
  ];
}

/** Tables that are gone, and whose names others have taken in the same statement. */
function displacedTables({ columns }: Snapshot, after: Snapshot): Id[] {
  const now = tablesOf(after.columns);
  const taken = new Set(now.values());
  return [...tablesOf(columns)].flatMap(([oid, id]) => (!now.has(oid) && taken.has(id) ? [id] : []));
}

const tablesOf = (columns: readonly IdentifiedColumn[]) =>
  new Map(columns.map(({ table }) => [table.oid, makeId("table", table.schema, table.name)]));

/** Columns that are gone, and whose names new ones have taken in the same statement. */
function displacedColumns({ columns }: Snapshot, after: Snapshot): Id[] {
  const [earlier, later] = [identitiesOf(columns), identitiesOf(after.columns)];
  const taken = new Set(after.columns.filter(({ identity }) => !earlier.has(identity)).map(placeOf));
  return columns
    .filter((column) => !later.has(column.identity) && taken.has(placeOf(column)))
    .map(idOfColumn);
}

/** Columns that have taken the place of one that is gone: it is taken for the same with other properties. */
function copiesIn({ columns }: Snapshot, after: Snapshot): ReadonlySet<Id> {
  const later = identitiesOf(after.columns);
  const gone = new Set(columns.filter(({ identity }) => !later.has(identity)).map(placeOf));
  const isCopy = ({ identity }: IdentifiedColumn) => {
    const now = later.get(identity);
    return now !== undefined && gone.has(placeOf(now));
  };
  return new Set(columns.filter(isCopy).map(idOfColumn));
}

const identitiesOf = (columns: readonly IdentifiedColumn[]) =>
  new Map(columns.map((column) => [column.identity, column]));
const placeOf = ({ table, name }: IdentifiedColumn) => JSON.stringify([table.oid, name]);
const idOfColumn = ({ table, name }: IdentifiedColumn) => makeId("column", table.schema, table.name, name);

/** A table that becomes a partition, or one that was, is neither dropped nor made. */
function changesSides({ action, from, to }: Change, before: Snapshot, after: Snapshot): boolean {
  if (action === "drop") return homesOf(from).some((id) => after.partitions.has(id));
  return action === "create" && homesOf(to).some((id) => before.partitions.has(id));
}

const homesOf = (object: SchemaObject): Id[] => (isTableChild(object) ? [tableIdOf(object)] : [idOf(object)]);

/** What has kept its identity and changed its name. */
function renamingsBetween(
  before: readonly IdentifiedColumn[],
  after: readonly IdentifiedColumn[],
): Renaming[] {
  const later = new Map(after.map((column) => [column.identity, column]));
  const renamings = before.flatMap((column): [string, Renaming][] => {
    const now = later.get(column.identity);
    if (now === undefined) return [];
    const table = { schema: now.table.schema, name: now.table.name };
    const from = { schema: column.table.schema, name: column.table.name };
    return [
      ...(column.table.path === now.table.path
        ? []
        : [[column.table.path, { kind: "table", from, to: table }] satisfies [string, Renaming]]),
      ...(column.name === now.name
        ? []
        : [
            [column.identity, { kind: "column", table, from: column.name, to: now.name }] satisfies [
              string,
              Renaming,
            ],
          ]),
    ];
  });
  const tablesFirst = (a: Renaming, b: Renaming) => Number(a.kind === "column") - Number(b.kind === "column");
  return [...new Map(renamings).values()].sort(tablesFirst);
}

function changeOf(renaming: Renaming, before: Schema, after: Schema): Change[] {
  const to = after.objects.get(renamedId(renaming));
  // Names change, places in the list do not.
  const from = [...before.objects.values()][[...after.objects.keys()].indexOf(renamedId(renaming))];
  return to === undefined || from === undefined ? [] : [renameOf(from, to)];
}
