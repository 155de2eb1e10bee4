import type { Session } from "../postgres/database";
import { type Observation, type Observed, observeAll, observeHeld } from "./observation";

/** A table at two moments. */
export interface Glimpse {
  /** As it was called in the beginning. */
  readonly path: string;
  readonly before: Observed;
  /** Null when it is gone. */
  readonly after: Observed | null;
}

/** What has happened since the last look. */
export interface Look {
  /** Of the tables that stood there in the beginning, those that a lock or a change shows. */
  readonly glimpses: readonly Glimpse[];
  /** Whether a transaction was open. */
  readonly inside: boolean;
}

/** Follows the tables that stand in the database now. */
export interface Tracker {
  readonly size: number;
  look(): Promise<Look>;
}

export async function trackTables(session: Session): Promise<Tracker> {
  const latest = new Map<number, Observed>();
  const paths = new Map<number, string>();
  for (const [oid, table] of (await observeAll(session)).tables) {
    if (table === null) continue;
    latest.set(oid, table);
    paths.set(oid, table.path);
  }
  /** Those that had a lock, or had been read, when they were last seen. */
  let busy: readonly Observed[] = [...latest.values()].filter(isBusy);

  const observe = async (): Promise<Observation> => {
    const read = busy.filter(({ scans }) => scans > 0).map(({ oid }) => oid);
    const held = await observeHeld(session, read);
    if (held.inside) return held;
    const { tables, inside } = await observeAll(session);
    return { inside, tables: new Map([...latest.keys()].map((oid) => [oid, tables.get(oid) ?? null])) };
  };

  return {
    get size() {
      return latest.size;
    },
    async look() {
      const { tables, inside } = await observe();
      const glimpses = [...tables].flatMap(([oid, after]): Glimpse[] => {
        const [path, before] = [paths.get(oid), latest.get(oid)];
        return path === undefined || before === undefined ? [] : [{ path, before, after }];
      });
      for (const table of busy) latest.set(table.oid, { ...table, modes: [], scans: 0 });
      for (const { before, after } of glimpses) {
        if (after === null) latest.delete(before.oid);
        else latest.set(after.oid, after);
      }
      busy = glimpses.flatMap(({ after }) => (after !== null && isBusy(after) ? [after] : []));
      return { glimpses, inside };
    },
  };
}

const isBusy = ({ modes, scans }: Observed) => modes.length > 0 || scans > 0;
