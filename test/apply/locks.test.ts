import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { type ApplyEvent, apply } from "../../src/apply";
import { lockClassOf } from "../../src/apply/run/lock-class";
import type { Database } from "../../src/postgres/database";
import { openServer } from "../../src/postgres/server";
import { execute } from "../support/servers";
import { until } from "./faults";
import { proxyTo } from "./proxy";
import {
  configurationOf,
  migration,
  recordOf,
  relationsOf,
  rowsOf,
  type Step,
  slowMigration,
  withDatabase,
} from "./support";

const widen = migration("Widen1700000000001", [
  "CREATE TABLE made (id int)",
  "ALTER TABLE users ADD COLUMN x int",
]);

/** Keeps a transaction open that reads the table. */
async function reader(url: string): Promise<{ end(): Promise<void> }> {
  const client = new Client({ connectionString: url, application_name: "a long report" });
  await client.connect();
  await client.query("BEGIN; SELECT * FROM users");
  return {
    async end() {
      await client.query("COMMIT");
      await client.end();
    },
  };
}

describe("a table that someone reads for long", () => {
  test("is changed when it is free, and nobody has waited behind us for longer than the lock timeout", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)");
      const open = await reader(url);
      const events: ApplyEvent[] = [];
      const applying = apply(configurationOf(url, [widen]), database, {
        lockTimeout: 200,
        onEvent: (event) => void events.push(event),
      });
      const retries = () => events.filter(({ kind }) => kind === "retrying").length;
      const other = new Client({ connectionString: url });
      await other.connect();
      // Behind a change that waits without a limit each of these would wait for ever, since what it waits for stays open.
      while (retries() < 3) {
        await other.query("SELECT * FROM users");
        await sleep(20);
      }
      await other.end();
      await open.end();
      await applying;
      expect(await recordOf(database)).toEqual(["Widen1700000000001"]);
      expect(events.filter(({ kind }) => kind === "finished")).toHaveLength(1);
    });
  });

  test("is shown who reads it", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)");
      const open = await reader(url);
      const blocked: ApplyEvent[] = [];
      await apply(configurationOf(url, [widen]), database, {
        onEvent: (event) => {
          if (event.kind === "blocked" && blocked.push(event) === 1) void open.end();
        },
      });
      expect(blocked[0]).toMatchObject({
        blockers: [{ application: "a long report", state: "idle in transaction", user: "postgres" }],
      });
    });
  });

  test("is left as it was when the wait is over", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)");
      const open = await reader(url);
      const applying = apply(configurationOf(url, [widen]), database, { lockTimeout: 100, wait: 700 });
      await expect(applying).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        message: expect.stringMatching(/statement 2: .*lock timeout \(55P03\)[\s\S]*It was rolled back/),
      });
      await open.end();
      expect(await relationsOf(database)).toEqual(["users"]);
    });
  });

  test("does not make a migration that only writes rows give up", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)", "INSERT INTO users VALUES (1)");
      const other = new Client({ connectionString: url });
      await other.connect();
      await other.query("BEGIN; UPDATE users SET id = 2");
      const fill = migration("Fill1700000000001", ["UPDATE users SET id = id + 1"]);
      const events: ApplyEvent[] = [];
      const applying = apply(configurationOf(url, [fill]), database, {
        lockTimeout: 100,
        onEvent: (event) => void events.push(event),
      });
      await until(
        url,
        "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND clock_timestamp() - query_start > interval '300 ms'",
      );
      await other.query("COMMIT");
      await other.end();
      await applying;
      expect(events.filter(({ kind }) => kind === "retrying")).toEqual([]);
      expect(await rowsOf(database, "SELECT id FROM users")).toEqual([{ id: 3 }]);
    });
  });
});

test("a session is not ended for being idle while code of the project runs", async () => {
  await withDatabase(18, async (database, url) => {
    const names = ["idle_session_timeout", "idle_in_transaction_session_timeout"];
    const options = names.map((name) => `-c ${name}=50000`).join(" ");
    const impatient = await openServer({ url: `${url}?options=${encodeURIComponent(options)}` });
    const seen: unknown[] = [];
    const look: Step = async (queryRunner) => {
      for (const name of names) seen.push(...(await queryRunner.query(`SHOW ${name}`)));
    };
    const alone = migration("Alone1700000000002", [look], [], { transaction: false });
    await apply(configurationOf(url, [migration("Within1700000000001", [look]), alone]), impatient);
    await impatient.close();
    // No limit at all.
    expect(seen).toEqual([...names, ...names].map((name) => ({ [name]: "0" })));
    expect(await recordOf(database)).toEqual(["Within1700000000001", "Alone1700000000002"]);
  });
});

test("nothing but contention is tried again", async () => {
  await withDatabase(18, async (database, url) => {
    let runs = 0;
    const count = async () => {
      runs += 1;
    };
    const broken = migration("Broken1700000000001", [count, "SELECT 1/0"]);
    await expect(apply(configurationOf(url, [broken]), database)).rejects.toThrow();
    expect(runs).toBe(1);
  });
});

test("a statement timeout ends the statement and its migration", async () => {
  await withDatabase(18, async (database, url) => {
    const slow = migration("Slow1700000000001", ["CREATE TABLE t (id int)", "SELECT pg_sleep(30)"]);
    const applying = apply(configurationOf(url, [slow]), database, { statementTimeout: 1000 });
    await expect(applying).rejects.toMatchObject({ message: expect.stringContaining("(57014)") });
    expect(await relationsOf(database)).toEqual([]);
  });
});

test("a run that waits too long for another one says who that is", async () => {
  await withDatabase(18, async (database, url) => {
    const slow = slowMigration();
    const first = apply(configurationOf(url, [slow.migration]), database);
    await slow.begun;
    const second = apply(configurationOf(url, [slow.migration]), database, { wait: 300 });
    await expect(second).rejects.toMatchObject({
      code: "LOCKED",
      message: expect.stringMatching(/^Another run by \S+ on \S+, process \d+/),
    });
    slow.end();
    await first;
  });
});

describe("one transaction for all", () => {
  const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);
  const broken = migration("Broken1700000000002", ["SELECT 1/0"]);
  const apart = migration("Apart1700000000003", ["SELECT 1"], [], { transaction: false });

  test("is all or nothing", async () => {
    await withDatabase(18, async (database, url) => {
      const failing = apply(configurationOf(url, [users, broken]), database, { transaction: "all" });
      await expect(failing).rejects.toMatchObject({
        message: expect.stringContaining("Broken1700000000002"),
      });
      expect(await relationsOf(database)).toEqual([]);
      const more = migration("More1700000000002", ["CREATE TABLE more (id int)"]);
      const { ran } = await apply(configurationOf(url, [users, more]), database, { transaction: "all" });
      expect(ran.map(({ statements }) => statements)).toEqual([1, 1]);
      expect(await recordOf(database)).toHaveLength(2);
    });
  });

  test("is refused with a migration that cannot share one", async () => {
    await withDatabase(18, async (database, url) => {
      const applying = apply(configurationOf(url, [users, apart]), database, { transaction: "all" });
      await expect(applying).rejects.toMatchObject({
        code: "TRANSACTION_MODE",
        message: expect.stringContaining("Apart1700000000003"),
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("and none at all: what is done stays, and the next run goes on", async () => {
    await withDatabase(18, async (database, url) => {
      const half = migration("Half1700000000001", ["CREATE TABLE a (id int)", "SELECT 1/0"]);
      await expect(
        apply(configurationOf(url, [half]), database, { transaction: "none" }),
      ).rejects.toMatchObject({ hint: expect.stringContaining("go on with statement 2") });
      const whole = migration("Half1700000000001", ["CREATE TABLE a (id int)", "SELECT 1"]);
      await apply(configurationOf(url, [whole]), database);
      expect(await relationsOf(database)).toEqual(["a", "migrations"]);
    });
  });
});

describe("a pooler", () => {
  async function behindPooler(
    work: (pooled: Database, database: Database, url: string) => Promise<void>,
  ): Promise<void> {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)");
      const proxy = await proxyTo(url, { pooler: true });
      const pooled = await openServer({ url: proxy.url });
      try {
        await work(pooled, database, url);
      } finally {
        await pooled.close();
        await proxy.close();
      }
    });
  }
  const indexed = migration(
    "Indexed1700000000002",
    ["CREATE INDEX CONCURRENTLY users_id ON users (id)", "ALTER TABLE users ADD COLUMN y int"],
    [],
    { transaction: false },
  );
  const lockRow = "SELECT record, person FROM schema_lock";
  const held = (seen: string) =>
    `INSERT INTO schema_lock (record, run, person, host, seen) VALUES ('migrations', 'r', 'ann', 'there', ${seen})`;

  test("is recognised and refused", async () => {
    await behindPooler(async (pooled, database, url) => {
      await expect(apply(configurationOf(url, [widen]), pooled)).rejects.toMatchObject({
        code: "POOLER",
        exit: 4,
        hint: expect.stringContaining("--allow-pooler"),
      });
      expect(await relationsOf(database)).toEqual(["users"]);
    });
  });

  test("is gone through where that is allowed, with a row for a lock", async () => {
    await behindPooler(async (pooled, database, url) => {
      const during: unknown[] = [];
      const look = async () => during.push(...(await rowsOf(database, lockRow)));
      const [looking, indexed] = [
        migration("Widen1700000000001", [look, "ALTER TABLE users ADD COLUMN x int"]),
        migration("Indexed1700000000002", [look, "CREATE INDEX CONCURRENTLY i ON users (id)", look], [], {
          transaction: false,
        }),
      ];
      await apply(configurationOf(url, [looking, indexed]), pooled, { allowPooler: true });
      expect(during).toMatchObject([1, 2, 3].map(() => ({ record: "migrations" })));
      expect(await rowsOf(database, lockRow)).toEqual([]);
      expect(await recordOf(database)).toEqual(["Widen1700000000001", "Indexed1700000000002"]);
    });
  });

  test("keeps no two runs from keeping each other out, behind it or not", async () => {
    await behindPooler(async (pooled, database, url) => {
      const configuration = configurationOf(url, [widen, indexed]);
      const all = await Promise.all([
        apply(configuration, pooled, { allowPooler: true }),
        openServer({ url }).then(async (direct) => {
          const result = await apply(configuration, direct).catch((error: unknown) => error);
          await direct.close();
          return result;
        }),
      ]);
      const ran = all.flatMap((result) => (result instanceof Error ? [result.message] : [result]));
      expect(ran.map((result) => Object(result).ran.length).sort()).toEqual([0, 2]);
      expect(await recordOf(database)).toHaveLength(2);
    });
  });

  test("has its row waited for while its run lives, and taken when it has been silent for long", async () => {
    await behindPooler(async (pooled, database, url) => {
      await apply(configurationOf(url, [widen]), pooled, { allowPooler: true });
      await execute(url, held("clock_timestamp()"));
      const waiting = { code: "LOCKED", message: expect.stringMatching(/by ann on there, since \d{4}/) };
      const both = configurationOf(url, [widen, indexed]);
      await expect(apply(both, database, { wait: 300 })).rejects.toMatchObject(waiting);
      await expect(apply(both, pooled, { wait: 300, allowPooler: true })).rejects.toMatchObject(waiting);
      await execute(url, "UPDATE schema_lock SET seen = seen - interval '1 minute'");
      await apply(both, pooled, { allowPooler: true });
      expect(await recordOf(database)).toHaveLength(2);
    });
  });
});

test.each([
  ["ALTER TABLE t ADD COLUMN x int", "blocking"],
  ["-- why\nDROP TABLE t", "blocking"],
  ["CREATE INDEX i ON t (a)", "blocking"],
  ["CREATE TABLE t (a int REFERENCES u)", "blocking"],
  ["ALTER TABLE t VALIDATE CONSTRAINT c, DROP COLUMN x", "blocking"],
  ["UPDATE t SET a = 1; ALTER TABLE t ADD COLUMN x int", "blocking"],
  ["ALTER TABLE public.t VALIDATE CONSTRAINT c", "gentle"],
  ["CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", "gentle"],
  ["UPDATE t SET a = 1", "gentle"],
  ["WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x", "gentle"],
  ["COMMENT ON TABLE t IS 'ALTER TABLE'", "gentle"],
  ["CREATE TABLE t (a int)", "neither"],
  ["CREATE TYPE e AS ENUM ('a')", "neither"],
])("%s is %s", (sql, expected) => {
  expect(lockClassOf(sql)).toBe(expected);
});
