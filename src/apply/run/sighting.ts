import { type Session, withoutSecrets } from "../../postgres";
import type { Blocker } from "../events";

/** What the server tells about a statement that takes long. */
export interface Sighting {
  readonly blockers: readonly Blocker[];
  /** Null while it waits for others. */
  readonly progress: Progress | null;
}

/** How far a statement is. */
export interface Progress {
  /** What the server says that it does; `running` where it says nothing. */
  readonly phase: string;
  readonly done: number;
  /** 0 where nobody knows. */
  readonly total: number;
  readonly unit: "rows" | "blocks" | "bytes" | null;
  /** For how long it has run. */
  readonly seconds: number;
}

/** What a second connection sees of the statement that the server's process runs. */
export async function sightingOf(session: Session, pid: number, version: number): Promise<Sighting> {
  const blockers = await session.query<Blocker>(
    `SELECT pid, application_name AS application, coalesce(usename, '') AS "user", coalesce(state, '') AS state,
            coalesce(extract(epoch FROM clock_timestamp() - xact_start), 0)::int AS age, left(query, 200) AS query
       FROM pg_catalog.pg_stat_activity WHERE pid = ANY (pg_catalog.pg_blocking_pids($1)) ORDER BY pid`,
    [pid],
  );
  const [progress] = await session.query<Progress>(progressSql(version), [pid]);
  const silent = progress === undefined || (progress.phase === "running" && blockers.length > 0);
  return { blockers: blockers.map(discreet), progress: silent ? null : progress };
}

function discreet(blocker: Blocker): Blocker {
  return { ...blocker, query: withoutSecrets(blocker.query) };
}

/** Validating, rewriting and refreshing have no view of their own: of those there is the time alone. */
function progressSql(version: number): string {
  const sources = [
    `SELECT pid, phase, CASE WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END,
            CASE WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END,
            CASE WHEN blocks_total > 0 THEN 'blocks' ELSE 'rows' END FROM pg_catalog.pg_stat_progress_create_index`,
    "SELECT pid, lower(command) || ': ' || phase, heap_blks_scanned, heap_blks_total, 'blocks' FROM pg_catalog.pg_stat_progress_cluster",
    "SELECT pid, 'vacuum: ' || phase, heap_blks_scanned, heap_blks_total, 'blocks' FROM pg_catalog.pg_stat_progress_vacuum",
    "SELECT pid, 'analyze: ' || phase, sample_blks_scanned, sample_blks_total, 'blocks' FROM pg_catalog.pg_stat_progress_analyze",
    // New in 14.
    ...(version < 140_000
      ? []
      : ["SELECT pid, 'copy', bytes_processed, bytes_total, 'bytes' FROM pg_catalog.pg_stat_progress_copy"]),
    // A generated backfill tells how far it is where everybody can see it.
    `SELECT pid, 'backfill', said[1]::bigint, said[2]::bigint, 'rows'
       FROM pg_catalog.pg_stat_activity, regexp_match(application_name, '^backfill: (\\d+) of (\\d+)$') AS said WHERE said IS NOT NULL`,
  ];
  return `SELECT coalesce(p.phase, 'running') AS phase, coalesce(p.done, 0)::float8 AS done, coalesce(p.total, 0)::float8 AS total,
            p.unit, extract(epoch FROM clock_timestamp() - a.query_start)::int AS seconds
       FROM pg_catalog.pg_stat_activity a
       LEFT JOIN (${sources.join(" UNION ALL ")}) AS p (pid, phase, done, total, unit) USING (pid)
      WHERE a.pid = $1 AND a.state = 'active' LIMIT 1`;
}
