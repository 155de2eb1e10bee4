import { Client } from "pg";
import { clientConfig, serverLabel } from "./connection";
import { connectionProblem } from "./connection-problems";
import type { Database, ServerConnection, Session } from "./database";
import { sessionOver } from "./session";

/** Connects once, to learn the version and to fail early; the first session uses that connection. */
export async function openServer(connection: ServerConnection): Promise<Database> {
  const label = serverLabel(connection);
  let idle: Client | null = await connect(connection, label);
  const version = await versionOf(sessionOver(idle, label));

  return {
    kind: "server",
    version,
    label,
    dump: null,
    async session(work) {
      const client = idle ?? (await connect(connection, label));
      idle = null;
      try {
        return await work(sessionOver(client, label));
      } finally {
        await disconnect(client);
      }
    },
    async close() {
      const client = idle;
      idle = null;
      if (client !== null) await disconnect(client);
    },
  };
}

async function connect(connection: ServerConnection, label: string): Promise<Client> {
  const client = new Client(clientConfig(connection));
  // Between two statements nobody else listens, and an unheard error would end the process. The next statement fails.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    // node-postgres leaves the socket open when it gives up, and the server then waits a minute for a password.
    void disconnect(client);
    throw connectionProblem(error, label);
  }
  return client;
}

/** A connection that is broken already has nothing to say when it ends. */
async function disconnect(client: Client): Promise<void> {
  await client.end().catch(() => {});
}

export async function versionOf(session: Session): Promise<number> {
  const [row] = await session.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int AS version",
  );
  return row?.version ?? 0;
}
