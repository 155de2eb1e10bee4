import { parsed } from "../hazards/statements";
import { openDatabase, type QueryResult, type Session, sessionBy, type Target } from "../postgres";
import { quoteIdentifier } from "../schema";
import { mayBeServerWide, verdictOn } from "./server-wide";

/** A session whose statements leave the server as it is, and the other databases on it. */
export interface Contained {
  readonly session: Session;
  /** What was not run for that: `ALTER DATABASE shop`. Grows while statements are sent. */
  readonly passedOver: readonly string[];
  /** Takes away the roles that were made. The database has to be gone: they may own what is in it. */
  release(server: Target): Promise<void>;
}

export function contain(session: Session): Contained {
  const made = new Map<string, number>();
  const passedOver: string[] = [];

  const oidOf = async (role: string): Promise<number | null> => {
    const [found] = await session.query<{ oid: number }>(
      "SELECT oid::int AS oid FROM pg_catalog.pg_roles WHERE rolname = $1",
      [role],
    );
    return found?.oid ?? null;
  };
  const remember = async (role: string) => {
    const oid = await oidOf(role);
    if (oid !== null) made.set(role, oid);
  };
  const passOver = (sql: string): QueryResult => {
    passedOver.push(headOf(sql));
    return nothing;
  };

  const execute: Session["execute"] = async (sql, parameters) => {
    if (!mayBeServerWide(sql)) return session.execute(sql, parameters);
    const statements = await parsed(sql).catch(() => []);
    // The server says what is wrong with it, or the words were those of a text.
    if (statements.length === 0) return session.execute(sql, parameters);
    let result = nothing;
    for (const statement of statements) {
      const verdict = verdictOn(statement, (role) => made.has(role));
      const isThere = verdict.kind === "make role" && (await oidOf(verdict.role)) !== null;
      if (verdict.kind === "pass over" || isThere) {
        result = passOver(statement.sql);
        continue;
      }
      const roles = verdict.kind === "make role" ? [verdict.role] : await missing(statement);
      const isAlone = statements.length === 1;
      result = await (isAlone ? session.execute(sql, parameters) : session.execute(statement.sql));
      for (const role of roles) await remember(role);
    }
    return result;
  };

  /** The roles that a block speaks of making, and that are not there. */
  const missing = async ({ kind, sql }: { kind: string; sql: string }): Promise<string[]> => {
    if (kind !== "DoStmt") return [];
    const names = [...sql.matchAll(newRole)].map(([, name = ""]) => nameOf(name));
    const oids = await Promise.all(names.map(oidOf));
    return names.filter((_, position) => oids[position] === null);
  };

  return {
    session: sessionBy(session.processId, execute),
    passedOver,
    release: (server) => (made.size === 0 ? Promise.resolve() : drop(server, made)),
  };
}

const nothing: QueryResult = { command: "", rowCount: 0, rows: [], fields: [] };

const newRole = /\bCREATE\s+(?:ROLE|USER|GROUP)\s+("(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)/giu;
const nameOf = (text: string) =>
  text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase();

/** Without what may be a password. */
const headOf = (sql: string) =>
  (sql.split(/\s+(?:WITH|ENCRYPTED|PASSWORD|LOGIN|SET|IS|TO|FROM)\b/i)[0] ?? "")
    .replaceAll(/\s+/g, " ")
    .slice(0, 80);

/** Only those that are still the same: somebody else may have made one of that name meanwhile. */
async function drop(server: Target, made: ReadonlyMap<string, number>): Promise<void> {
  const database = await openDatabase(server);
  try {
    await database.session(async (session) => {
      const there = await session.query<{ name: string; oid: number }>(
        "SELECT rolname AS name, oid::int AS oid FROM pg_catalog.pg_roles",
      );
      for (const { name, oid } of there)
        if (made.get(name) === oid)
          await session.query(`DROP ROLE IF EXISTS ${quoteIdentifier(name)}`).catch(() => {});
    });
  } finally {
    await database.close();
  }
}
