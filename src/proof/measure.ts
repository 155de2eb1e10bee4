import type { Session } from "../postgres/database";
import { qualify } from "../schema";

/** Table locks from the weakest to the strongest, in PostgreSQL's own order. */
export const lockModes = [
  "ACCESS SHARE",
  "ROW SHARE",
  "ROW EXCLUSIVE",
  "SHARE UPDATE EXCLUSIVE",
  "SHARE",
  "SHARE ROW EXCLUSIVE",
  "EXCLUSIVE",
  "ACCESS EXCLUSIVE",
] as const;
export type LockMode = (typeof lockModes)[number];

/** What a run did to one table that existed before it. */
export interface TableCost {
  /** Qualified, quoted where needed. */
  readonly table: string;
  readonly lock: LockMode;
  /** The table was written anew, row by row. */
  readonly rewritten: boolean;
  /** Its rows were read. */
  readonly scanned: boolean;
}

interface Observed {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly filenode: string;
  readonly scans: string;
  readonly modes: string[] | null;
}

const observation = `
  SELECT c.oid::int AS oid, n.nspname AS schema, c.relname AS name,
         pg_relation_filenode(c.oid)::text AS filenode,
         coalesce(pg_stat_get_xact_numscans(c.oid), 0)::text AS scans, l.modes
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN (SELECT relation, array_agg(mode) AS modes FROM pg_catalog.pg_locks
                WHERE pid = pg_backend_pid() AND locktype = 'relation' GROUP BY relation) l ON l.relation = c.oid
   WHERE c.relkind IN ('r', 'p', 'm')
     AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg_temp%'`;

/**
 * Runs `work` and observes, before its transaction ends, what it did to the tables that stood there when it began.
 * Must run inside a transaction block.
 */
export async function observe(session: Session, work: () => Promise<void>): Promise<TableCost[]> {
  const before = await session.query<Observed>(observation);
  await work();
  const after = new Map((await session.query<Observed>(observation)).map((table) => [table.oid, table]));
  return before.flatMap((old) => {
    const now = after.get(old.oid);
    const lock = strongest(now?.modes ?? []);
    if (now !== undefined && (lock === null || lock === "ACCESS SHARE")) return [];
    return [
      {
        table: qualify(old.schema, old.name),
        // A dropped table took its lock with it.
        lock: now === undefined || lock === null ? "ACCESS EXCLUSIVE" : lock,
        rewritten: now !== undefined && now.filenode !== old.filenode,
        scanned: now !== undefined && BigInt(now.scans) > BigInt(old.scans),
      },
    ];
  });
}

function strongest(modes: readonly string[]): LockMode | null {
  const held = modes.map(modeOf).map((mode) => lockModes.indexOf(mode));
  return lockModes[Math.max(...held)] ?? null;
}

/** `AccessExclusiveLock` is spoken of as ACCESS EXCLUSIVE. */
function modeOf(mode: string): LockMode {
  const words = mode
    .replace(/Lock$/, "")
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, " ")
    .toUpperCase();
  return lockModes.find((known) => known === words) ?? "ACCESS EXCLUSIVE";
}

/** The strongest of several observations of each table. */
export function mergeCosts(costs: readonly TableCost[]): TableCost[] {
  const merged = new Map<string, TableCost>();
  for (const cost of costs) {
    const known = merged.get(cost.table) ?? cost;
    merged.set(cost.table, {
      table: cost.table,
      lock: lockModes.indexOf(cost.lock) > lockModes.indexOf(known.lock) ? cost.lock : known.lock,
      rewritten: known.rewritten || cost.rewritten,
      scanned: known.scanned || cost.scanned,
    });
  }
  return [...merged.values()];
}
