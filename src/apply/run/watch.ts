import { setTimeout as sleep } from "node:timers/promises";
import type { Database } from "../../postgres";
import { type Sighting, sightingOf } from "./sighting";

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
      const sighting = await sightingOf(session, pid, database.version);
      const text = JSON.stringify([sighting.blockers.map((blocker) => blocker.pid), sighting.progress]);
      if (text !== last && (sighting.blockers.length > 0 || sighting.progress)) onSighting(sighting);
      last = text;
    }
  });
}
