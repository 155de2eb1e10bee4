import type { Session } from "../postgres";
import type { LockHolder } from "./events";
import { readOpenRun } from "./journal";
import { lockKeyOf } from "./lock-key";
import { rowHolder } from "./lock-row";
import type { Tables } from "./record/state";
import type { RunnerOptions } from "./run/runner";
import { holding } from "./waiting";

/**
 * Runs `work` while no other deployer does. The lock is tried again and again, never waited for: a waiting call
 * would be a transaction that a concurrent index build of the holder in turn waits for.
 */
export function withLock<T>(
  session: Session,
  tables: Tables,
  options: RunnerOptions,
  work: () => Promise<T>,
): Promise<T> {
  const key = lockKeyOf(tables.record);
  const release = async () => {
    await session.query("SELECT pg_advisory_unlock($1::bigint)", [String(key)]);
  };
  const lock = {
    async take() {
      if (!(await tryLock(session, key))) return false;
      // A run behind a pooler has a row in place of a lock.
      if ((await rowHolder(session, tables)) === null) return true;
      await release();
      return false;
    },
    holder: () => lockHolder(session, tables),
    release,
  };
  return holding(lock, options, work);
}

async function tryLock(session: Session, key: bigint): Promise<boolean> {
  const [row] = await session.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock($1::bigint) AS locked",
    [String(key)],
  );
  return row?.locked === true;
}

/** Who holds the lock at this moment; null where nobody does. */
export async function lockHolder(session: Session, tables: Tables): Promise<LockHolder | null> {
  const holder = await holderOf(session, tables, lockKeyOf(tables.record));
  return holder ?? rowHolder(session, tables);
}

async function holderOf(session: Session, tables: Tables, key: bigint): Promise<LockHolder | null> {
  const [row] = await session.query<Omit<LockHolder, "person" | "host">>(
    `SELECT a.pid, a.application_name AS application, a.usename AS "user", a.backend_start::text AS since
       FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
        AND (l.classid::bigint << 32) | l.objid::bigint = $1::bigint`,
    [String(key)],
  );
  if (row === undefined) return null;
  // Before the first run there is no journal, and the role may not read it.
  const run = await readOpenRun(session, tables.journal).catch(() => null);
  return { ...row, since: run?.since ?? row.since, person: run?.person ?? null, host: run?.host ?? null };
}
