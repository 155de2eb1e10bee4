import { createDatabase, execute, type TestDatabase } from "../support/servers";
import { ask, deploy, deployUntil, type FaultProject, faultProject, fingerprint, until } from "./faults";
import { down, inTransaction, up } from "./ten-steps";

let database: TestDatabase;
let project: FaultProject;
let expected: string;

beforeAll(async () => {
  const model = await createDatabase(18);
  await execute(model.url, ...up);
  expected = await fingerprint(model.url);
  await model.drop();
});
beforeEach(async () => {
  database = await createDatabase(18);
  project = faultProject();
});
afterEach(async () => {
  await database.drop();
  project.remove();
});

const record = async () =>
  (await ask<{ name: string }>(database.url, "SELECT name FROM migrations ORDER BY id").catch(() => [])).map(
    ({ name }) => name,
  );
const visits = async () => ask(database.url, "SELECT visits, count(*)::int AS users FROM users GROUP BY 1");
const runs = async () =>
  (
    await ask<{ outcome: string }>(
      database.url,
      "SELECT outcome FROM schema_journal WHERE subject = 'run' ORDER BY id",
    )
  ).map(({ outcome }) => outcome);

/** What goes on the way back may go. */
const meant = { acceptDataLoss: true };

const killAt = (number: number, operation?: "apply" | "rollback") =>
  deployUntil(project, database.url, number, operation);

async function expectDone(): Promise<void> {
  const { status, lines } = await deploy(project, database.url).ended;
  expect(lines.filter(({ kind }) => kind === "error")).toEqual([]);
  expect(status).toBe(0);
  expect(await record()).toEqual(["Ten1700000000001"]);
  expect(await fingerprint(database.url)).toBe(expected);
  expect(await visits()).toEqual([{ visits: 2, users: 200 }]);
}

describe("a client killed", () => {
  test.each([1, 2, 5, 8])("at statement %i of ten steps without a transaction", async (number) => {
    project.write("Ten1700000000001", up, down, false);
    await killAt(number);
    expect(await record()).toEqual([]);
    await expectDone();
    expect(await runs()).toEqual(["started", "lost", "started", "done"]);
  });

  test.each([1, 10])("at statement %i of ten steps in a transaction", async (number) => {
    project.write("Ten1700000000001", inTransaction, down, true);
    await killAt(number);
    await expectDone();
    expect(await runs()).toEqual(["started", "lost", "started", "done"]);
  });

  test("at every statement in turn, one run after the other", async () => {
    project.write("Ten1700000000001", up, down, false);
    for (let number = 2; number <= up.length; number += 1) await killAt(number);
    await expectDone();
  });

  test.each([2, 5])("at statement %i of its rollback", async (number) => {
    project.write("Ten1700000000001", up, down, false);
    await deploy(project, database.url).ended;
    await killAt(number, "rollback");
    const refused = await deploy(project, database.url).ended;
    expect(refused.status).toBe(4);
    expect(refused.lines.at(-1)).toMatchObject({ code: "ROLLBACK_UNFINISHED" });
    const { status } = await deploy(project, database.url, "rollback", meant).ended;
    expect(status).toBe(0);
    expect(await record()).toEqual([]);
    expect(await ask(database.url, "SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
  });

  test.each([3, 6])("at statement %i is undone by rollback", async (number) => {
    project.write("Ten1700000000001", up, down, false);
    await killAt(number);
    const { status, lines } = await deploy(project, database.url, "rollback", meant).ended;
    expect(lines.filter(({ kind }) => kind === "error")).toEqual([]);
    expect(status).toBe(0);
    expect(await ask(database.url, "SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
    await expectDone();
  });
});

describe("a concurrent build", () => {
  const index = "CREATE INDEX CONCURRENTLY users_visits ON users (visits)";

  /** Someone's open transaction, which the build has to wait for. */
  async function whileBuilding(work: () => Promise<void>): Promise<void> {
    await execute(database.url, "CREATE TABLE users (id int, visits int)", "INSERT INTO users VALUES (1, 1)");
    project.write("Index1700000000001", [index], ["DROP INDEX CONCURRENTLY users_visits"], false);
    const { Client } = await import("pg");
    const other = new Client({ connectionString: database.url });
    await other.connect();
    await other.query("BEGIN; UPDATE users SET visits = 2");
    try {
      await work();
    } finally {
      await other.query("COMMIT").catch(() => {});
      await other.end();
    }
  }
  /** Once it waits for the other transaction, the index is there, and not valid. */
  const builder =
    "SELECT pid FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONC%' AND wait_event_type = 'Lock' AND datname = current_database()";
  const valid = () =>
    ask(
      database.url,
      "SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass('users_visits')",
    );

  test("whose server process is terminated is built again", async () => {
    await whileBuilding(async () => {
      const { ended } = deploy(project, database.url);
      await until(database.url, builder);
      await ask(database.url, builder.replace("SELECT pid", "SELECT pg_terminate_backend(pid)"));
      const { status, lines } = await ended;
      expect(status).toBe(1);
      expect(lines.at(-1)).toMatchObject({
        code: "MIGRATION_FAILED",
        hint: expect.stringMatching(/^The server ended the connection.* run schema apply again/),
      });
      expect(await valid()).toEqual([{ valid: false }]);
    });
    expect((await deploy(project, database.url).ended).status).toBe(0);
    expect(await valid()).toEqual([{ valid: true }]);
    expect(await record()).toEqual(["Index1700000000001"]);
  });

  test("whose client is killed goes on in the server, and is recognised", async () => {
    await whileBuilding(async () => {
      const { process, ended } = deploy(project, database.url);
      await until(database.url, builder);
      process.kill("SIGKILL");
      await ended;
    });
    const { status, lines } = await deploy(project, database.url).ended;
    expect(lines.filter(({ kind }) => kind === "error")).toEqual([]);
    expect(status).toBe(0);
    expect(await valid()).toEqual([{ valid: true }]);
    expect(await record()).toEqual(["Index1700000000001"]);
  });

  test("that breaks on what is there says so, and succeeds when that is put right", async () => {
    await execute(database.url, "CREATE TABLE t (a int)", "INSERT INTO t VALUES (1), (1)");
    project.write("Unique1700000000001", ["CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)"], [], false);
    const failed = await deploy(project, database.url).ended;
    expect(failed.lines.at(-1)?.message).toContain("23505");
    await execute(database.url, "TRUNCATE t");
    expect((await deploy(project, database.url).ended).status).toBe(0);
    expect(
      await ask(database.url, "SELECT indisvalid FROM pg_index WHERE indexrelid = 't_a'::regclass"),
    ).toEqual([{ indisvalid: true }]);
  });

  test("does not take over an index that was there before", async () => {
    await execute(database.url, "CREATE TABLE t (a int, b int)", "CREATE INDEX t_a ON t (b)");
    project.write("Same1700000000001", ["CREATE INDEX CONCURRENTLY t_a ON t (a)"], [], false);
    for (let time = 0; time < 2; time += 1) {
      const { status, lines } = await deploy(project, database.url).ended;
      expect(status).toBe(1);
      expect(lines.at(-1)?.message).toContain("42P07");
    }
  });
});

describe("several deployers at once", () => {
  test.each([2, 5, 20])("%i of them: each migration runs once", async (many) => {
    project.write("Ten1700000000001", up, down, false);
    project.write("Next1700000000002", ["CREATE TABLE next (id int)"], ["DROP TABLE next"]);
    const ended = await Promise.all(Array.from({ length: many }, () => deploy(project, database.url).ended));
    expect(ended.map(({ status }) => status)).toEqual(Array(many).fill(0));
    expect(await record()).toEqual(["Ten1700000000001", "Next1700000000002"]);
    expect(await visits()).toEqual([{ visits: 2, users: 200 }]);
    expect(new Set(await runs())).toEqual(new Set(["started", "done"]));
  });
});
