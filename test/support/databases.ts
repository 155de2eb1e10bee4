import { type Database, openDatabase, openMemoryDatabase, type Session } from "../../src/postgres";
import { createDatabase, serverVersions } from "./servers";

/** The versions of the test servers, and the embedded database. */
export const everywhere = [...serverVersions, "embedded"] as const;
type Where = (typeof everywhere)[number];

/** A session on an empty database of its own. */
export async function withSession<T>(where: Where, work: (session: Session, version: number) => Promise<T>) {
  if (where === "embedded") return using(await openMemoryDatabase(), work);
  const { url, drop } = await createDatabase(where);
  try {
    return await using(await openDatabase({ kind: "server", connection: { url } }), work);
  } finally {
    await drop();
  }
}

async function using<T>(database: Database, work: (session: Session, version: number) => Promise<T>) {
  try {
    return await database.session((session) => work(session, Math.floor(database.version / 10_000)));
  } finally {
    await database.close();
  }
}

/** A session on a database that is there. */
export async function withSessionOn<T>(url: string, work: (session: Session) => Promise<T>): Promise<T> {
  return using(await openDatabase({ kind: "server", connection: { url } }), work);
}

const uses = new WeakMap<Session, number>();

/**
 * Cleans the catalogs of a database that many tests share, every so often: the test servers do not vacuum by
 * themselves, and catalogs full of what is gone make every statement slow.
 */
export async function tidy(session: Session): Promise<void> {
  const count = (uses.get(session) ?? 0) + 1;
  uses.set(session, count);
  if (count % 20 === 0) await session.query("VACUUM");
}

/** Has the queries that read a catalog planned once: that takes longer than to run them where a schema is small. */
export function preparing(session: Session): Session {
  const known = new Map<string, string>();
  const prepare = async (sql: string): Promise<string> => {
    const name = `catalog_${known.size}`;
    await session.query(`PREPARE ${name} AS ${sql}`);
    known.set(sql, name);
    return name;
  };
  return {
    ...session,
    query: async (sql, parameters) =>
      /^\s*WITH\s/.test(sql)
        ? session.query(`EXECUTE ${known.get(sql) ?? (await prepare(sql))}`)
        : session.query(sql, parameters),
  };
}
