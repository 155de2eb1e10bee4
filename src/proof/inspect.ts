import { replay } from "../apply";
import { readCatalog, readCatalogWithin } from "../catalog";
import { type Change, type Renaming, rekey, renamedId } from "../change";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import type { Migration } from "../migrations";
import type { Session } from "../postgres/database";
import type { Schema } from "../schema";
import type { StatementCost } from "./costs";
import { type IdentifiedColumn, identifyColumns } from "./fates";
import { observerOver } from "./observer";

/** What a migration that somebody else wrote was seen to do. */
export interface Inspected {
  readonly steps: readonly {
    readonly sql: string;
    readonly changes: readonly Change[];
    readonly cost: StatementCost;
  }[];
  readonly before: Schema;
  readonly after: Schema;
}

interface Moment {
  readonly schema: Schema;
  readonly columns: readonly IdentifiedColumn[];
}

/** Runs `up` as apply would, and reads after each statement what has become of the schema. */
export async function inspect(
  configuration: Configuration,
  session: Session,
  migration: Migration,
): Promise<Inspected> {
  const changes: (readonly Change[])[] = [];
  const first = await lookAt(session);
  let latest = first;
  const observer = observerOver(session, async () => {
    const now = await lookAt(session);
    changes.push(changesBetween(latest, now));
    latest = now;
  });
  await replay(configuration, observer.session, [observer.watch(migration)]);
  const steps = observer.statements.map((cost, index) => ({
    sql: cost.sql,
    changes: changes[index] ?? [],
    cost,
  }));
  return { steps, before: first.schema, after: latest.schema };
}

async function lookAt(session: Session): Promise<Moment> {
  const columns = await identifyColumns(session);
  // Inside a transaction, `now()` is the time at which it began.
  const [row] = await session.query<{ inside: boolean }>("SELECT now() <> statement_timestamp() AS inside");
  return { columns, schema: await (row?.inside ? readCatalogWithin(session) : readCatalog(session)) };
}

function changesBetween(before: Moment, after: Moment): Change[] {
  const renamings = renamingsBetween(before.columns, after.columns);
  const renamed = rekey(before.schema, renamings);
  return [
    ...renamings.flatMap((renaming) => renameOf(renaming, before.schema, renamed)),
    ...diff(renamed, after.schema),
  ];
}

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

function renameOf(renaming: Renaming, before: Schema, after: Schema): Change[] {
  const to = after.objects.get(renamedId(renaming));
  // Names change, places in the list do not.
  const from = [...before.objects.values()][[...after.objects.keys()].indexOf(renamedId(renaming))];
  return to === undefined || from === undefined
    ? []
    : [{ action: "rename", kind: to.kind, from, to } as Change];
}
