import { createDatabase, execute, type TestDatabase } from "../support/servers";
import { ask, deploy, type FaultProject, faultProject, holding, until } from "./faults";

/** So many that they need more than one message. */
const many = 110;
const nameOf = (at: number) => `Add${1700000000001 + at}`;
const names = Array.from({ length: many }, (_, at) => nameOf(at));

let database: TestDatabase;
let project: FaultProject;

beforeEach(async () => {
  database = await createDatabase(18);
  project = faultProject();
  await execute(
    database.url,
    ...Array.from({ length: 4 }, (_, at) => `CREATE TABLE t${at} (id int)`),
    "INSERT INTO t0 VALUES (1)",
  );
  for (let at = 0; at < many; at += 1) {
    const table = `t${at % 4}`;
    project.write(
      nameOf(at),
      [`ALTER TABLE ${table} ADD COLUMN c${at} int`],
      [`ALTER TABLE ${table} DROP COLUMN c${at}`],
    );
  }
});
afterEach(async () => {
  await database.drop();
  project.remove();
});

const record = async () =>
  (await ask<{ name: string }>(database.url, "SELECT name FROM migrations ORDER BY id")).map(
    ({ name }) => name,
  );
const columns = async () =>
  (
    await ask<{ name: string }>(
      database.url,
      "SELECT attname AS name FROM pg_attribute WHERE attrelid::regclass::text ~ '^t[0-9]$' AND attname ~ '^c[0-9]' AND NOT attisdropped",
    )
  ).length;
const transactions = async () =>
  (
    await ask<{ number: number }>(
      database.url,
      "SELECT count(DISTINCT xmin::text)::int AS number FROM migrations",
    )
  )[0]?.number;
/** What the journal says of migrations and their statements. */
const journal = () =>
  ask<{
    migration: string;
    subject: string;
    outcome: string;
    statement: number | null;
    error: string | null;
  }>(
    database.url,
    "SELECT migration, subject, outcome, statement, error FROM schema_journal WHERE migration IS NOT NULL ORDER BY id",
  );
/** Statements wait at this table's next change, which marks where the run is. */
const waitAt = (table: string) =>
  execute(
    database.url,
    `CREATE FUNCTION wait() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
       IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity ~ '${table}') THEN PERFORM pg_sleep(1); END IF;
     END $$`,
    "CREATE EVENT TRIGGER wait ON ddl_command_end EXECUTE FUNCTION wait()",
  );
const sleeper =
  "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
const finish = async () => {
  await execute(database.url, "DROP EVENT TRIGGER IF EXISTS wait");
  const { status, lines } = await deploy(project, database.url).ended;
  expect(lines.filter(({ kind }) => kind === "error")).toEqual([]);
  expect(status).toBe(0);
  expect(await record()).toEqual(names);
  expect(await columns()).toBe(many);
};

describe("simple migrations", () => {
  test("share transactions, are told and journalled one by one, and are rolled back as any other", async () => {
    const { status, lines } = await deploy(project, database.url).ended;
    expect(status).toBe(0);
    expect(lines.map(({ kind }) => kind).slice(0, -1)).toEqual(
      names.flatMap(() => ["started", "statement", "finished"]),
    );
    expect(await record()).toEqual(names);
    expect(await transactions()).toBeLessThan(5);
    expect(await journal()).toEqual(
      names.flatMap((migration) => [
        { migration, subject: "statement", outcome: "done", statement: 1, error: null },
        { migration, subject: "migration", outcome: "done", statement: null, error: null },
      ]),
    );
    expect((await deploy(project, database.url, "rollback", { to: "base" }).ended).status).toBe(0);
    expect(await record()).toEqual([]);
    expect(await columns()).toBe(0);
  });

  test("have each a transaction of its own where that is asked for", async () => {
    await deploy(project, database.url, "apply", { transaction: "each" }).ended;
    expect(await transactions()).toBe(many);
  });

  test("share one transaction where that is asked for, and none is done where one fails", async () => {
    project.write(nameOf(105), ["ALTER TABLE t1 DROP COLUMN missing"], []);
    const failed = await deploy(project, database.url, "apply", { transaction: "all" }).ended;
    expect(failed.status).toBe(1);
    expect(failed.lines.at(-1)?.message).toMatch(new RegExp(`${nameOf(105)}[\\s\\S]*missing`));
    expect(await columns()).toBe(0);
    expect(await ask(database.url, "SELECT to_regclass('migrations') AS record")).toEqual([{ record: null }]);

    project.write(nameOf(105), ["ALTER TABLE t1 ADD COLUMN c105 int"], []);
    await deploy(project, database.url, "apply", { transaction: "all" }).ended;
    expect([await record(), await columns(), await transactions()]).toEqual([names, many, 1]);
    const done = (await journal()).filter(
      ({ outcome, subject }) => `${outcome} ${subject}` === "done migration",
    );
    expect(done.map(({ migration }) => migration)).toEqual(names);
  });

  test.each([3, 99, 100, 105])(
    "of which number %i fails leave those before it done, and it alone says why",
    async (at) => {
      project.write(nameOf(at), ["CREATE VIEW fine AS SELECT 1", "ALTER TABLE t1 DROP COLUMN missing"], []);
      const { status, lines } = await deploy(project, database.url).ended;
      expect(status).toBe(1);
      expect(lines.at(-1)?.message).toMatch(
        new RegExp(
          `^Migration ${nameOf(at)} .* failed at statement 2: column "missing"[\\s\\S]*It was rolled back`,
        ),
      );
      expect(await record()).toEqual(names.slice(0, at));
      expect(await columns()).toBe(at);
      expect((await journal()).filter(({ outcome }) => outcome !== "done")).toMatchObject([
        { migration: nameOf(at), outcome: "failed", statement: 2, error: expect.stringContaining("missing") },
      ]);
      project.write(nameOf(at), [`ALTER TABLE t0 ADD COLUMN c${at} int`], []);
      await finish();
    },
  );

  test("wait for a lock as others do, and say which one waits for whom", async () => {
    const other = await holding(database.url, "SELECT FROM t1");
    const said = new Set<string>();
    const { ended } = deploy(project, database.url, "apply", {}, async ({ kind }) => {
      said.add(kind);
      if (kind === "retrying" && said.has("blocked")) await other.release();
    });
    const { status, lines } = await ended;
    expect(status).toBe(0);
    expect(lines.filter(({ kind }) => kind === "retrying")[0]).toMatchObject({
      migration: { name: nameOf(1) },
    });
    expect(lines.filter(({ kind }) => kind === "blocked")[0]).toMatchObject({
      migration: { name: nameOf(1) },
      blockers: [{ query: "SELECT FROM t1" }],
    });
    await finish();
  });

  test("whose client is killed are done whole or not at all", async () => {
    await waitAt("t2");
    const { process, ended } = deploy(project, database.url);
    await until(database.url, sleeper);
    process.kill("SIGKILL");
    await ended;
    await finish();
  });

  test("whose server process is terminated leave nothing half done", async () => {
    await waitAt("t3");
    const { ended } = deploy(project, database.url);
    await until(database.url, sleeper);
    await ask(database.url, sleeper.replace("SELECT pid", "SELECT pg_terminate_backend(pid)"));
    const { status, lines } = await ended;
    expect(status).toBe(1);
    expect(lines.at(-1)).toMatchObject({
      code: "MIGRATION_FAILED",
      message: expect.stringMatching(/connection/i),
    });
    await finish();
  });

  test("keep their place between others", async () => {
    project.write(
      nameOf(20),
      ["CREATE INDEX CONCURRENTLY t0_id ON t0 (id)", "ALTER TABLE t0 ADD COLUMN c20 int"],
      [],
      false,
    );
    await finish();
  });
});
