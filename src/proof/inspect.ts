import { replay } from "../apply";
import { type Footing, readAttachments, readCatalog, readCatalogWithin, readFoundation } from "../catalog";
import type { Change } from "../change";
import type { Configuration } from "../config/configuration";
import type { Migration } from "../migrations";
import type { Session } from "../postgres/database";
import { type Attachment, type Id, makeId, type Schema } from "../schema";
import type { StatementCost } from "./costs";
import { identifyColumns } from "./fates";
import { changesBetween, type Snapshot } from "./moments";
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
  /** Before it ran. */
  readonly foundation: readonly Footing[];
  readonly attachments: readonly Attachment[];
}

/** Runs `up` as apply would, and reads after each statement what has become of the schema. */
export async function inspect(
  configuration: Configuration,
  session: Session,
  migration: Migration,
): Promise<Inspected> {
  const changes: (readonly Change[])[] = [];
  const first = await lookAt(session);
  const foundation = await readFoundation(session);
  const attachments = await readAttachments(session);
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
  return { steps, before: first.schema, after: latest.schema, foundation, attachments };
}

async function lookAt(session: Session): Promise<Snapshot> {
  const columns = await identifyColumns(session);
  // Inside a transaction, `now()` is the time at which it began.
  const [row] = await session.query<{ inside: boolean }>("SELECT now() <> statement_timestamp() AS inside");
  const schema = await (row?.inside ? readCatalogWithin(session) : readCatalog(session));
  return { columns, schema, partitions: await partitionsIn(session) };
}

async function partitionsIn(session: Session): Promise<ReadonlySet<Id>> {
  const rows = await session.query<{ schema: string; name: string }>(`
    SELECT n.nspname AS schema, c.relname AS name
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relispartition AND c.relkind IN ('r', 'p')`);
  return new Set(rows.map(({ schema, name }) => makeId("table", schema, name)));
}
