import { Client } from "pg";

/** The versions of PostgreSQL that run beside the tests: `describe.each(serverVersions)("on PostgreSQL %i", …)`. */
export const serverVersions = [13, 15, 18] as const;
export type ServerVersion = (typeof serverVersions)[number];

export interface TestServer {
  readonly host: string;
  readonly port: number;
  /** Of the superuser `postgres` and of `limited`, who may not create anything. */
  readonly password: string;
}

export function testServer(version: ServerVersion): TestServer {
  const servers: Record<string, TestServer> = JSON.parse(process.env.SCHEMA_TEST_SERVERS ?? "{}");
  const server = servers[version];
  if (server === undefined) throw new Error(`no PostgreSQL ${version} runs beside these tests`);
  return server;
}

export function serverUrl(version: ServerVersion, database: string, user = "postgres"): string {
  const { host, port, password } = testServer(version);
  return `postgresql://${user}:${password}@${host}:${port}/${database}`;
}

export interface TestDatabase {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

let count = 0;

/** Copies files, which takes a third of the time that writing them to the log as well does. */
const strategyOf = (version: ServerVersion) => (version >= 15 ? "STRATEGY file_copy" : "");

/** A database of its own for a test: empty, or as the one called `template` is. */
export async function createDatabase(version: ServerVersion, template = "template1"): Promise<TestDatabase> {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${count++}`;
  await execute(
    serverUrl(version, "postgres"),
    `CREATE DATABASE ${name} TEMPLATE ${template} ${strategyOf(version)}`,
  );
  return {
    name,
    url: serverUrl(version, name),
    drop: () => execute(serverUrl(version, "postgres"), `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Runs statements on a connection of their own. */
export async function execute(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
