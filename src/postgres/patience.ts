import { SchemaError } from "../errors";
import type { Session } from "./database";
import { PostgresError } from "./errors";
import { withoutSecrets } from "./secrets";
import { transaction } from "./transaction";

export interface Patience {
  /** How long to wait for locks that others hold on tables, in milliseconds. */
  readonly patience?: number | undefined;
}

const tenSeconds = 10_000;

/** Reads in one snapshot; where another session keeps a table locked for too long, it is named. */
export async function patiently<T>(
  session: Session,
  read: () => Promise<T>,
  { patience = tenSeconds }: Patience = {},
): Promise<T> {
  try {
    return await transaction(session, read, {
      isolation: "REPEATABLE READ",
      readOnly: true,
      // None at all would be without an end.
      lockTimeout: Math.max(1, Math.round(patience)),
    });
  } catch (error) {
    throw error instanceof PostgresError && error.sqlstate === "55P03" ? await locked(session, error) : error;
  }
}

async function locked(session: Session, cause: PostgresError): Promise<SchemaError> {
  const holders = await session.query<LockingSession>(holdersSql).catch(() => []);
  return new SchemaError({
    code: "TABLE_LOCKED",
    message: [
      `What the tables are made of cannot be read now: another session holds a lock${holders.length === 0 ? "." : ":"}`,
      ...holders.map(textOf),
    ].join("\n"),
    hint: "Run the command again when that session is done.",
    cause,
  });
}

interface LockingSession {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  readonly state: string;
  readonly age: number;
  readonly tables: string;
  readonly query: string;
}

/** Of all locks only this one keeps readers out. */
const holdersSql = `
  SELECT a.pid, coalesce(a.usename, '') AS "user", a.application_name AS application, coalesce(a.state, '') AS state,
         coalesce(extract(epoch FROM clock_timestamp() - a.xact_start), 0)::int AS age,
         string_agg(DISTINCT l.relation::regclass::text, ', ') AS tables, left(a.query, 200) AS query
    FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
   WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.granted AND l.pid <> pg_backend_pid()
     AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()) AND l.relation >= 16384
   GROUP BY a.pid, a.usename, a.application_name, a.state, a.xact_start, a.query ORDER BY a.pid`;

function textOf({ pid, user, application, state, age, tables, query }: LockingSession): string {
  const what = [application, state, `for ${age} s`].filter((text) => text !== "").join(", ");
  return `  process ${pid} of ${user} (${what}) on ${tables}: ${withoutSecrets(query).replaceAll(/\s+/g, " ").slice(0, 100)}`;
}
