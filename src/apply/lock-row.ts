import type { Database, Session } from "../postgres";
import { quoteLiteral } from "../schema";
import type { LockHolder } from "./events";
import { type Author, ensureSchemaSql, type JournalTable, lockTableOf, thisRun } from "./journal";
import { lockKeyOf } from "./lock-key";
import type { Tables } from "./record/state";
import type { RunnerOptions } from "./run/runner";
import { holding, type Lock } from "./waiting";

/** A holder says so often that it lives, and is taken for dead after so long a silence, in seconds. */
const beat = 5;
const silence = 30;

/**
 * Runs `work` while a row of a table says so: behind a pooler there is no session that could hold a lock. One that
 * holds the session's lock and one that has the row keep each other out.
 */
export async function withLockRow<T>(
  database: Database,
  session: Session,
  tables: Tables,
  options: RunnerOptions,
  work: () => Promise<T>,
): Promise<T> {
  const author = thisRun();
  await session.query(createSql(tables.journal));
  return holding(rowLock(session, tables, author), options, async () => {
    const alive = `UPDATE ${lockTableOf(tables.journal)} SET seen = clock_timestamp() WHERE run = ${quoteLiteral(author.run)}`;
    const timer = setInterval(() => {
      void database.session((other) => other.query(alive)).catch(() => undefined);
    }, beat * 1000);
    try {
      return await work();
    } finally {
      clearInterval(timer);
    }
  });
}

/** Who has the row; null where nobody does, or where there is no such table. */
export async function rowHolder(session: Session, { journal }: Tables): Promise<LockHolder | null> {
  const table = lockTableOf(journal);
  const [there] = await session.query<{ there: boolean }>("SELECT to_regclass($1) IS NOT NULL AS there", [
    table,
  ]);
  if (!there?.there) return null;
  const [row] = await session.query<{ role: string; since: string; person: string; host: string }>(
    `SELECT role, since::text AS since, person, host FROM ${table}
      WHERE record = $1 AND seen > clock_timestamp() - interval '${silence} s'`,
    [journal.record],
  );
  return row === undefined ? null : { ...row, user: row.role, pid: null, application: "" };
}

function rowLock(session: Session, tables: Tables, author: Author): Lock {
  const table = lockTableOf(tables.journal);
  const run = quoteLiteral(author.run);
  return {
    async take() {
      // One text is one transaction, and so one session.
      const rows = await session.query<{
        run: string;
      }>(`INSERT INTO ${table} AS held (record, run, person, host)
  SELECT ${[tables.journal.record, author.run, author.person, author.host].map(quoteLiteral).join(", ")}
   WHERE pg_try_advisory_xact_lock(${lockKeyOf(tables.record)})
  ON CONFLICT (record) DO UPDATE SET run = EXCLUDED.run, person = EXCLUDED.person, host = EXCLUDED.host,
    role = EXCLUDED.role, since = EXCLUDED.since, seen = EXCLUDED.seen
   WHERE held.seen < clock_timestamp() - interval '${silence} s'
  RETURNING run`);
      return rows.length > 0;
    },
    holder: () => rowHolder(session, tables),
    async release() {
      await session.query(`DELETE FROM ${table} WHERE run = ${run}`);
    },
  };
}

function createSql(journal: JournalTable): string {
  return [
    ...ensureSchemaSql(journal.schema),
    `CREATE TABLE IF NOT EXISTS ${lockTableOf(journal)} (
  record text PRIMARY KEY,
  run text NOT NULL,
  person text NOT NULL,
  host text NOT NULL,
  role text NOT NULL DEFAULT session_user,
  since timestamptz NOT NULL DEFAULT clock_timestamp(),
  seen timestamptz NOT NULL DEFAULT clock_timestamp()
)`,
  ].join(";\n");
}
