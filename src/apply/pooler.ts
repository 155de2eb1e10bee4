import { exitStatus, SchemaError } from "../errors";
import type { Database, Session } from "../postgres";

/** The server's process behind the session; null where a pooler stands between, for whom a session is no session. */
export async function directBackendOf(database: Database, session: Session): Promise<number | null> {
  const [row] = await session.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const pid = row?.pid ?? 0;
  const pooled = database.kind === "server" && session.processId !== null && session.processId !== pid;
  return pooled ? null : pid;
}

/** The same, where a pooler is refused. */
export async function backendOf(database: Database, session: Session): Promise<number> {
  const pid = await directBackendOf(database, session);
  if (pid === null) throw pooled();
  return pid;
}

function pooled(): SchemaError {
  return new SchemaError({
    code: "POOLER",
    message:
      "A connection pooler stands between here and the server: it may give every transaction another session, so locks and settings of ours would end up with strangers. Nothing was done.",
    hint: "Give the URL of the server itself with --url, commonly at port 5432; or go on with --allow-pooler, which keeps others out by a row of a table.",
    exit: exitStatus.refused,
  });
}
