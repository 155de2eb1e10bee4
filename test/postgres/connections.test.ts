import { createServer, type Server } from "node:net";
import { inspect } from "node:util";
import { SchemaError } from "../../src/errors";
import {
  labelOf,
  openDatabase,
  PostgresError,
  type ServerConnection,
  withoutSecrets,
} from "../../src/postgres";
import { createDatabase, execute, serverUrl, serverVersions, testServer } from "../support/servers";

async function failure(connection: ServerConnection): Promise<SchemaError> {
  const error: unknown = await openDatabase({ kind: "server", connection }).then(
    (database) => database.close(),
    (thrown) => thrown,
  );
  if (!(error instanceof SchemaError)) throw new Error(`not an error of ours: ${inspect(error)}`);
  // Not even in what DEBUG would show.
  expect(inspect(error, { depth: 10 })).not.toContain("secret");
  return error;
}

describe("what is wrong with a connection is said, with what to do", () => {
  const { host, port } = testServer(18);

  test("a server that is down", async () => {
    const error = await failure({ url: "postgresql://me:secret@127.0.0.1:1/shop" });
    expect(error).toMatchObject({
      code: "CONNECTION_REFUSED",
      message: "No PostgreSQL server answers at postgresql://me@127.0.0.1:1/shop.",
    });
  });

  test("a server that is down under a name with several addresses", async () => {
    expect(await failure({ host: "localhost", port: 1, user: "me", database: "x" })).toMatchObject({
      code: "CONNECTION_REFUSED",
    });
  });

  test("an unknown host", async () => {
    expect(await failure({ url: "postgresql://me:secret@no-such-host.invalid/shop" })).toMatchObject({
      code: "HOST_NOT_FOUND",
    });
  });

  test("a URL that cannot be read, and is not repeated", async () => {
    const error = await failure({ url: "postgresql://me:secret@host:port/shop" });
    expect(error.code).toBe("INVALID_URL");
    const lacking = "postgresql://me@host/shop?sslmode=verify-full&sslrootcert=/no/such.crt";
    expect((await failure({ url: lacking })).message).toBe(
      "The file /no/such.crt, which the database URL names, cannot be read.",
    );
  });

  test("no password where one is asked for", async () => {
    expect(await failure({ host, port, user: "postgres", database: "postgres", password: "" })).toMatchObject(
      {
        code: "AUTHENTICATION_FAILED",
        message: expect.stringContaining("asks for a password"),
      },
    );
  });

  test("a server that does not speak SSL", async () => {
    expect(await failure({ url: serverUrl(18, "postgres"), ssl: true })).toMatchObject({
      code: "SSL_NOT_SUPPORTED",
    });
  });

  test("a server that never answers", async () => {
    const silent = await listen();
    const address = silent.address();
    const error = await failure({
      host: "127.0.0.1",
      port: typeof address === "object" && address !== null ? address.port : 0,
      user: "me",
      database: "x",
      extra: { connectionTimeoutMillis: 200 },
    });
    silent.close();
    expect(error.code).toBe("CONNECTION_TIMEOUT");
  });
});

describe.each(serverVersions)("PostgreSQL %i", (version) => {
  test("refuses a wrong password and an unknown user", async () => {
    const url = serverUrl(version, "postgres");
    expect(await failure({ url, password: "secret-but-wrong" })).toMatchObject({
      code: "AUTHENTICATION_FAILED",
    });
    expect(await failure({ url, user: "nobody_here" })).toMatchObject({ code: "AUTHENTICATION_FAILED" });
  });

  test("lacks a database", async () => {
    expect(await failure({ url: serverUrl(version, "no_such") })).toMatchObject({
      code: "DATABASE_NOT_FOUND",
      message: expect.stringContaining("/no_such"),
      hint: expect.stringContaining("CREATE DATABASE"),
    });
  });

  test("lets a role in only with SSL", async () => {
    expect(await failure({ url: serverUrl(version, "postgres", "encrypted") })).toMatchObject({
      code: "SSL_REQUIRED",
      hint: expect.stringContaining("sslmode=require"),
    });
  });

  test("does not let a role into a database without the right", async () => {
    const { name, drop } = await createDatabase(version);
    await execute(serverUrl(version, "postgres"), `REVOKE CONNECT ON DATABASE ${name} FROM PUBLIC`);
    expect(await failure({ url: serverUrl(version, name, "limited") })).toMatchObject({
      code: "CONNECTION_NOT_ALLOWED",
    });
    await drop();
  });

  test("does not let a role make tables without the right, and the error says what to do", async () => {
    const { name, drop } = await createDatabase(version);
    const database = await openDatabase({
      kind: "server",
      connection: { url: serverUrl(version, name, "limited") },
    });
    const creating = database.session((session) => session.query("CREATE TABLE public.t (id integer)"));
    await expect(creating).rejects.toMatchObject({
      name: "PostgresError",
      code: "SQL_42501",
      sqlstate: "42501",
      message: "permission denied for schema public",
      hint: expect.stringContaining("GRANT"),
      statement: "CREATE TABLE public.t (id integer)",
    });
    await database.close();
    await drop();
  });

  test("says what a statement broke", async () => {
    const { url, drop } = await createDatabase(version);
    const database = await openDatabase({ kind: "server", connection: { url } });
    await database.session(async (session) => {
      await session.query("CREATE TABLE t (id integer CONSTRAINT one_each UNIQUE)");
      await session.query("INSERT INTO t VALUES (1)");
      await expect(session.query("INSERT INTO t VALUES ($1)", [1])).rejects.toMatchObject({
        sqlstate: "23505",
        schema: "public",
        table: "t",
        constraint: "one_each",
        detail: "Key (id)=(1) already exists.",
      });
      await expect(session.query("SELEKT 1")).rejects.toMatchObject({ sqlstate: "42601", position: 1 });
    });
    await database.close();
    await drop();
  });

  test("says that the connection was lost", async () => {
    const { url, drop } = await createDatabase(version);
    const database = await openDatabase({ kind: "server", connection: { url } });
    const work = database.session(async (session) => {
      const [row] = await session.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
      await execute(url, `SELECT pg_terminate_backend(${row?.pid})`);
      await new Promise((done) => setTimeout(done, 100));
      await session.query("SELECT 1");
    });
    await expect(work).rejects.toMatchObject({ code: "CONNECTION_LOST" });
    await database.close();
    await drop();
  });

  test("gives every session a connection of its own, closed when its work ends", async () => {
    const { url, drop } = await createDatabase(version);
    const database = await openDatabase({ kind: "server", connection: { url } });
    const pid = "SELECT pg_backend_pid() AS pid, current_setting('application_name') AS name";
    const pids = await database.session(async (outer) => [
      ...(await outer.query<{ pid: number; name: string }>(pid)),
      ...(await database.session((inner) => inner.query<{ pid: number; name: string }>(pid))),
    ]);
    expect(new Set(pids.map((row) => row.pid)).size).toBe(2);
    expect(pids[0]?.name).toBe("typeorm-schema");
    await database.close();
    await drop();
  });
});

test("parts of a connection win over its URL, and a password may be a function", async () => {
  const { name, drop } = await createDatabase(18);
  const database = await openDatabase({
    kind: "server",
    connection: {
      url: "postgresql://someone:wrong@nowhere:1/nothing",
      ...testServer(18),
      user: "postgres",
      database: name,
      password: async () => "secret",
    },
  });
  expect(database.label).toBe(`postgresql://postgres@127.0.0.1:${testServer(18).port}/${name}`);
  await database.close();
  await drop();
});

test("a label has no password and no parameters", () => {
  const connection = { url: "postgresql://me:secret@db.example.com/shop?sslmode=disable&password=secret" };
  expect(labelOf({ kind: "server", connection })).toBe("postgresql://me@db.example.com:5432/shop");
  expect(labelOf({ kind: "embedded", directory: `${process.cwd()}/.schema/postgres` })).toBe(
    "embedded database in .schema/postgres",
  );
});

test.each([
  ["ALTER ROLE a PASSWORD E'x' LOGIN", "ALTER ROLE a PASSWORD '…' LOGIN"],
  ["ALTER ROLE a PASSWORD $x$y$x$", "ALTER ROLE a PASSWORD '…'"],
  ["OPTIONS (user 'u', password 'p')", "OPTIONS (user 'u', password '…')"],
  ["CONNECTION 'host=h password=p dbname=d'", "CONNECTION 'host=h password=… dbname=d'"],
  ["UPDATE a SET password = 'x' WHERE b", "UPDATE a SET password = '…' WHERE b"],
  ["dblink('postgres://u:p@h/d')", "dblink('postgres://u:…@h/d')"],
  ["ALTER ROLE a PASSWORD 'cut o", "ALTER ROLE a PASSWORD '…'"],
  ["VALUES ('password', 'x'); ALTER COLUMN password TYPE text", null],
])("%s is shown without its password", (sql, shown) => {
  expect(withoutSecrets(sql)).toBe(shown ?? sql);
});

test("an error of PostgreSQL keeps no password that the statement sets", () => {
  const fields = { code: "42601", message: "x" };
  const error = new PostgresError(fields, "CREATE ROLE a PASSWORD 'se''cret' LOGIN");
  expect(error.statement).toBe("CREATE ROLE a PASSWORD '…' LOGIN");
});

function listen(): Promise<Server> {
  return new Promise((done) => {
    const server = createServer(() => {});
    server.listen(0, "127.0.0.1", () => done(server));
  });
}
