import { setTimeout as sleep } from "node:timers/promises";
import type { Database, Session } from "../postgres";
import type { Blocker } from "./events";

/** What the server tells about a statement that takes long. */
export interface Sighting {
  readonly blockers: readonly Blocker[];
  readonly progress: Progress | null;
}

export interface Progress {
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** Runs the work, and tells what a second connection sees of it when it is not over soon. */
export type Watch = <T>(work: () => Promise<T>, onSighting: (sighting: Sighting) => void) => Promise<T>;

export const unwatched: Watch = (work) => work();

const interval = 1000;

export function watchOf(database: Database, pid: number, firstLook: number): Watch {
  if (database.kind === "embedded") return unwatched;
  return async (work, onSighting) => {
    const over = new AbortController();
    let looking: Promise<void> = Promise.resolve();
    const timer = setTimeout(() => {
      // Without a second connection nothing is seen, and the work goes on as well.
      looking = look(database, pid, over.signal, onSighting).catch(() => undefined);
    }, firstLook);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      over.abort();
      await looking;
    }
  };
}

async function look(
  database: Database,
  pid: number,
  signal: AbortSignal,
  onSighting: (sighting: Sighting) => void,
): Promise<void> {
  await database.session(async (session) => {
    for (let last = ""; !signal.aborted; await sleep(interval, undefined, { signal })) {
      const sighting = await sightingOf(session, pid);
      const text = JSON.stringify([sighting.blockers.map((blocker) => blocker.pid), sighting.progress]);
      if (text !== last && (sighting.blockers.length > 0 || sighting.progress)) onSighting(sighting);
      last = text;
    }
  });
}

async function sightingOf(session: Session, pid: number): Promise<Sighting> {
  const blockers = await session.query<Blocker>(
    `SELECT pid, application_name AS application, coalesce(usename, '') AS "user", coalesce(state, '') AS state,
            coalesce(extract(epoch FROM clock_timestamp() - xact_start), 0)::int AS age, left(query, 200) AS query
       FROM pg_catalog.pg_stat_activity WHERE pid = ANY (pg_catalog.pg_blocking_pids($1)) ORDER BY pid`,
    [pid],
  );
  const [progress] = await session.query<Progress>(
    `SELECT phase, (CASE WHEN blocks_total > 0 THEN blocks_done ELSE tuples_done END)::float8 AS done,
            (CASE WHEN blocks_total > 0 THEN blocks_total ELSE tuples_total END)::float8 AS total
       FROM pg_catalog.pg_stat_progress_create_index WHERE pid = $1`,
    [pid],
  );
  return { blockers, progress: progress ?? (await backfillOf(session, pid)) };
}

/** A generated backfill tells how far it is where everybody can see it. */
async function backfillOf(session: Session, pid: number): Promise<Progress | null> {
  const [progress] = await session.query<Progress>(
    `SELECT 'backfill' AS phase, said[1]::float8 AS done, said[2]::float8 AS total
       FROM pg_catalog.pg_stat_activity, regexp_match(application_name, '^backfill: (\\d+) of (\\d+)$') AS said
      WHERE pid = $1 AND said IS NOT NULL`,
    [pid],
  );
  return progress ?? null;
}
