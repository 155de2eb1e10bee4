import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { SchemaError } from "../errors";
import type { Session } from "../postgres";
import type { LockHolder } from "./events";
import { readOpenRun } from "./journal";
import type { RecordTable } from "./record";
import type { RunnerOptions } from "./runner";
import { defaultWait } from "./settings";
import type { Tables } from "./state";

const pauses = { first: 100, longest: 1000 } as const;

/**
 * Runs `work` while no other deployer does. The lock is tried again and again, never waited for: a waiting call
 * would be a transaction that a concurrent index build of the holder in turn waits for.
 */
export async function withLock<T>(
  session: Session,
  tables: Tables,
  { onEvent, signal, wait = defaultWait }: RunnerOptions,
  work: () => Promise<T>,
): Promise<T> {
  const key = lockKeyOf(tables.record);
  const deadline = performance.now() + wait;
  for (
    let pause: number = pauses.first;
    !(await tryLock(session, key));
    pause = Math.min(pause * 1.5, pauses.longest)
  ) {
    if (performance.now() > deadline) throw busy(await holderOf(session, tables, key));
    if (pause === pauses.first) onEvent?.({ kind: "waiting", holder: await holderOf(session, tables, key) });
    await sleep(pause, undefined, signal ? { signal } : {}).catch(stopped);
  }
  try {
    return await work();
  } finally {
    // A lost connection has released it already.
    await session.query("SELECT pg_advisory_unlock($1::bigint)", [String(key)]).catch(() => undefined);
  }
}

function stopped(cause: unknown): never {
  throw new SchemaError({
    code: "INTERRUPTED",
    message: "You asked to stop while another deployer held the lock. Nothing was done.",
    hint: "Run the command again when the other one has ended.",
    cause,
  });
}

function busy(holder: LockHolder | null): SchemaError {
  const who = holder
    ? ` by ${holder.person ?? holder.user}${holder.host ? ` on ${holder.host}` : ""}, process ${holder.pid} of the server`
    : "";
  return new SchemaError({
    code: "LOCKED",
    message: `Another run${who} still holds the lock. Nothing was done.`,
    hint: "Wait for it to end, or give it more time with --wait.",
  });
}

/** Advisory locks are the database's own, so the record's name is all that must go in. */
export function lockKeyOf({ path }: RecordTable): bigint {
  return createHash("sha256").update(`typeorm-schema:${path}`).digest().readBigInt64BE();
}

async function tryLock(session: Session, key: bigint): Promise<boolean> {
  const [row] = await session.query<{ locked: boolean }>(
    "SELECT pg_try_advisory_lock($1::bigint) AS locked",
    [String(key)],
  );
  return row?.locked === true;
}

/** Who holds the lock at this moment; null where nobody does. */
export function lockHolder(session: Session, tables: Tables): Promise<LockHolder | null> {
  return holderOf(session, tables, lockKeyOf(tables.record));
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
