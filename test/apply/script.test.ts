import { Client } from "pg";
import { type QueryRunner, Table } from "typeorm";
import { apply, journal, renderScript, rollback, type ScriptRange, script, status } from "../../src/apply";
import { lockKeyOf } from "../../src/apply/lock-key";
import { tablesOf } from "../../src/apply/record/state";
import { inlineParameters } from "../../src/apply/run/inline";
import { listMark } from "../../src/change";
import { execute } from "../support/servers";
import {
  configurationOf,
  migration,
  recordOf,
  relationsOf,
  rowsOf,
  type Step,
  withDatabase,
} from "./support";

const users = migration(
  "Users1700000000001",
  [
    "CREATE TABLE users (id serial, name text)",
    (queryRunner: QueryRunner) => queryRunner.query("INSERT INTO users (name) VALUES ($1)", ["O'Hara \\ $1"]),
  ],
  ["DROP TABLE users"],
);
const index = migration(
  "Index1700000000002",
  ["CREATE INDEX CONCURRENTLY users_name ON users (name) -- for the search"],
  ["DROP INDEX CONCURRENTLY users_name"],
  { transaction: false },
);

/** Sends a script as psql would, one statement after the other. */
async function run(url: string, items: Awaited<ReturnType<typeof script>>): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const item of items) {
      if (item.kind === "comment") continue;
      const { rows } = await client.query({ text: item.sql, rowMode: "array" });
      if (item.kind === "listed") for (const answer of rows.flat()) await client.query(answer);
    }
  } finally {
    await client.end();
  }
}

describe("a script for psql", () => {
  test("reads like this", async () => {
    await withDatabase(18, async (database, url) => {
      const items = await script(configurationOf(url, [users, index]), database, { direction: "up" });
      expect(renderScript(items)).toMatchSnapshot();
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("does what apply does, record included, and its reverse what rollback does", async () => {
    await withDatabase(13, async (database, url) => {
      const configuration = configurationOf(url, [users, index]);
      await run(url, await script(configuration, database, { direction: "up", to: "+1" }));
      expect(await rowsOf(database, "SELECT name FROM users")).toEqual([{ name: "O'Hara \\ $1" }]);
      expect((await apply(configuration, database)).ran.map(({ name }) => name)).toEqual([
        "Index1700000000002",
      ]);
      await rollback(configuration, database);
      await run(url, await script(configuration, database, { direction: "up" }));
      expect(await recordOf(database)).toEqual(["Users1700000000001", "Index1700000000002"]);
      await run(url, await script(configuration, database, { direction: "down", to: "base" }));
      expect(await relationsOf(database)).toEqual(["migrations"]);
      expect(await recordOf(database)).toEqual([]);
    });
  });

  test("is written to the journal when psql runs it, as other operations are", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [users, index]);
      await run(url, await script(configuration, database, { direction: "up" }));
      const entries = await journal(configuration, database);
      expect(entries.map(({ subject, operation, outcome }) => `${operation} ${subject} ${outcome}`)).toEqual([
        "apply run started",
        "apply migration done",
        "apply run done",
        "apply run started",
        "apply migration started",
        "apply statement started",
        "apply statement done",
        "apply migration done",
        "apply run done",
      ]);
      expect(entries).toContainEqual(
        expect.objectContaining({ migration: "Users1700000000001", host: "psql", person: "postgres" }),
      );
      await run(url, await script(configuration, database, { direction: "down", to: "users" }));
      expect((await journal(configuration, database, { limit: 1 })).map((each) => each.operation)).toEqual([
        ...Array.from({ length: 6 }, () => "rollback"),
      ]);
    });
  });

  test("that stops in the middle of a migration without a transaction is gone on with, and keeps others out while it runs", async () => {
    const many = migration(
      "Many1700000000001",
      [
        "CREATE TABLE t (id int)",
        (queryRunner: QueryRunner) => queryRunner.query("INSERT INTO t VALUES ($1), ($1)", [7]),
        "CREATE INDEX CONCURRENTLY t_id ON t (id)",
        "VACUUM t",
        "BEGIN",
        "ALTER TABLE t ADD COLUMN a int",
        "ALTER TABLE t ADD COLUMN b int",
        "COMMIT",
        async (queryRunner: QueryRunner) => {
          const list =
            "SELECT format('CREATE INDEX CONCURRENTLY t_%s ON t (a)', g) AS sql FROM generate_series(1, 2) g";
          const rows = await queryRunner.query(`${listMark}\n${list} WHERE pg_current_xact_id() IS NOT NULL`);
          for (const { sql } of rows) await queryRunner.query(sql);
        },
        "CREATE UNIQUE INDEX CONCURRENTLY t_unique ON t (id)",
        "CREATE TABLE last (id int)",
      ],
      ["DROP TABLE last", "DROP INDEX CONCURRENTLY t_unique", "DROP TABLE t"],
      { transaction: false },
    );
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [many]);
      const items = await script(configuration, database, { direction: "up" });
      const key = String(lockKeyOf(tablesOf(configuration).record));
      await database.session(async (session) => {
        await session.query("SELECT pg_advisory_lock($1::bigint)", [key]);
        await expect(run(url, items)).rejects.toThrow("Another run holds the lock");
      });
      expect(await relationsOf(database)).toEqual([]);

      await expect(run(url, items)).rejects.toThrow("could not create unique index");
      expect((await status(configuration, database)).unfinished).toEqual([
        { name: "Many1700000000001", operation: "apply", statements: 9 },
      ]);
      await expect(script(configuration, database, { direction: "up" })).rejects.toMatchObject({
        code: "NO_SCRIPT",
        message: expect.stringContaining("half done"),
      });
      await execute(url, "DELETE FROM t WHERE ctid = '(0,1)'");
      await apply(configuration, database);
      expect(
        await rowsOf(database, "SELECT indisvalid AS valid FROM pg_index WHERE indrelid = 't'::regclass"),
      ).toEqual([1, 2, 3, 4].map(() => ({ valid: true })));
      // Each of its statements has run once, by psql or by apply.
      expect(
        await rowsOf(
          database,
          "SELECT statement, host = 'psql' AS psql FROM schema_journal WHERE subject = 'statement' AND outcome = 'done' ORDER BY id",
        ),
      ).toEqual(
        [1, 2, 3, 4, 6, 7, 9, 10, 11, 12, 13].map((statement) => ({ statement, psql: statement < 12 })),
      );
      const down = await script(configuration, database, { direction: "down" });
      const first = down.findIndex((item) => item.kind === "statement" && item.sql === "COMMIT");
      await run(url, down.slice(0, first + 1));
      await rollback(configuration, database);
      expect(await relationsOf(database)).toEqual(["migrations"]);
    });
  });

  test("waits for locks as apply does, once, and leaves the connection's own settings", async () => {
    const steps = { transaction: false };
    const alone = ["ALTER TABLE t ADD COLUMN d int", "CREATE INDEX CONCURRENTLY t_d ON t (d)"];
    const migrations = [
      migration(
        "Some1700000000001",
        ["UPDATE t SET id = 2", "ALTER TABLE t ADD COLUMN a int", "UPDATE t SET a = 1"],
        [],
      ),
      migration("Own1700000000002", ["SET LOCAL lock_timeout = 70", "ALTER TABLE t ADD COLUMN b int"], []),
      migration("Alone1700000000003", alone, [], steps),
      migration("Sets1700000000004", ["SET lock_timeout = 60", "ALTER TABLE t ADD COLUMN e int"], [], steps),
    ];
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE t (id int)");
      const configuration = configurationOf(url, migrations);
      const limits = { lockTimeout: 50, statementTimeout: 30_000 };
      const items = await script(configuration, database, { direction: "up", ...limits });
      const timeouts = items.flatMap(({ kind, ...item }) =>
        "sql" in item && /^(?:(?:SET|RESET) .*_timeout|ALTER|UPDATE|CREATE INDEX)/.test(item.sql)
          ? [item.sql]
          : [],
      );
      const begun = ["SET LOCAL lock_timeout = 50", "SET LOCAL statement_timeout = 30000"];
      const apart = ["SET lock_timeout = 0", "SET statement_timeout = 30000"];
      const reset = ["RESET lock_timeout", "RESET statement_timeout"];
      expect(timeouts).toEqual([
        ...[...begun, "SET LOCAL lock_timeout = 0", "UPDATE t SET id = 2"],
        ...["SET LOCAL lock_timeout = 50", "ALTER TABLE t ADD COLUMN a int", "UPDATE t SET a = 1"],
        ...[...begun, "SET LOCAL lock_timeout = 70", "ALTER TABLE t ADD COLUMN b int"],
        ...[...apart, "SET LOCAL lock_timeout = 50", ...alone, ...reset],
        ...[...apart, "SET lock_timeout = 60", "ALTER TABLE t ADD COLUMN e int", ...reset],
      ]);
      const reader = new Client({ connectionString: url });
      await reader.connect();
      await reader.query("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE");
      await expect(run(url, items)).rejects.toThrow("canceling statement due to lock timeout");
      expect(await relationsOf(database)).toEqual(["t"]);
      await reader.end();
      await run(url, items);
      expect(await recordOf(database)).toHaveLength(4);
    });
  });

  test.each([
    ["base..head", ["Users1700000000001", "Index1700000000002", "Last1700000000003"]],
    ["..index", ["Users1700000000001", "Index1700000000002"]],
    ["base..base+1", ["Users1700000000001"]],
  ])("of the range %s needs no database, and leads up and back down anywhere", async (range, names) => {
    const last = migration("Last1700000000003", ["CREATE TABLE last (id int)"], ["DROP TABLE last"]);
    await withDatabase(18, async (elsewhere, unused) => {
      const configuration = configurationOf(unused, [users, index, last]);
      const up = await script(configuration, elsewhere, { direction: "up", to: range });
      const down = await script(configuration, elsewhere, { direction: "down", to: range });
      expect(await relationsOf(elsewhere)).toEqual([]);
      await withDatabase(18, async (database, url) => {
        await run(url, up);
        expect(await recordOf(database)).toEqual(names);
        expect((await status(configurationOf(url, [users, index, last]), database)).problems).toEqual([]);
        await run(url, down);
        expect(await recordOf(database)).toEqual([]);
        expect(await relationsOf(database)).toEqual(["migrations"]);
      });
    });
  });

  test("of a range from where the database stands begins there", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [users, index]);
      await apply(configuration, database, { to: "+1" });
      const comments = async (direction: "up" | "down", to: string) =>
        (await script(configuration, database, { direction, to })).flatMap((item) =>
          item.kind === "comment" && /\d{13}$/.test(item.text) ? [item.text] : [],
        );
      expect(await comments("up", "current..head")).toEqual(["Index1700000000002"]);
      expect(await comments("down", "current..base")).toEqual(["roll back Users1700000000001"]);
      expect(await comments("down", "base..current")).toEqual(["roll back Users1700000000001"]);
    });
  });

  test("is refused where apply or rollback would refuse, unless that is allowed or the database plays no part", async () => {
    await withDatabase(18, async (database, url) => {
      const late = migration("Late1600000000000", ["CREATE TABLE late (id int)"], ["DROP TABLE late"]);
      await apply(configurationOf(url, [users]), database);
      const write = (migrations: (typeof users)[], options: Partial<ScriptRange>) =>
        script(configurationOf(url, migrations), database, { direction: "up", ...options });
      const refusedFor = (code: string) => expect.objectContaining({ code, exit: 4 });
      await expect(write([late, users], {})).rejects.toEqual(refusedFor("LATE_MIGRATION"));
      await expect(write([late, users], { to: "base..head" })).resolves.not.toEqual([]);
      await expect(write([late, users], { allowOutOfOrder: true })).resolves.not.toEqual([]);
      await expect(write([index], { to: "current..head" })).rejects.toEqual(refusedFor("MISSING_MIGRATION"));
      await expect(write([users], { direction: "down" })).resolves.not.toEqual([]);
    });
  });

  test("of a range that cannot be undone is refused", async () => {
    await withDatabase(18, async (database, url) => {
      class Final1700000000003 {
        async up(): Promise<void> {}
      }
      const configuration = configurationOf(url, [users, Final1700000000003]);
      await expect(
        script(configuration, database, { direction: "down", to: "base..head" }),
      ).rejects.toMatchObject({ code: "IRREVERSIBLE_MIGRATION", exit: 4 });
    });
  });

  test("is empty where nothing is pending", async () => {
    await withDatabase(18, async (database, url) => {
      expect(await script(configurationOf(url, []), database, { direction: "up" })).toEqual([]);
    });
  });

  test("holds what TypeORM's own methods send", async () => {
    await withDatabase(18, async (database, url) => {
      const make: Step = (queryRunner) =>
        queryRunner.createTable(
          new Table({ name: "t", columns: [{ name: "id", type: "int", isPrimary: true }] }),
        );
      const nested: Step = (queryRunner) =>
        queryRunner.manager.transaction((inner) => inner.query("INSERT INTO t VALUES (1)"));
      const configuration = configurationOf(url, [migration("Own1700000000001", [make, nested])]);
      await run(url, await script(configuration, database, { direction: "up" }));
      expect(await rowsOf(database, "SELECT id FROM t")).toEqual([{ id: 1 }]);
    });
  });

  test("marks what a migration reads", async () => {
    await withDatabase(18, async (database, url) => {
      const reading: Step = async (queryRunner) => {
        const rows = await queryRunner.query("SELECT id FROM users");
        for (const row of rows) await queryRunner.query(`UPDATE users SET id = ${row.id} + 1`);
      };
      const configuration = configurationOf(url, [migration("Reads1700000000001", [reading])]);
      const items = await script(configuration, database, { direction: "up" });
      expect(items).toContainEqual({ kind: "comment", text: expect.stringContaining("reads this answer") });
    });
  });

  test("is refused for a migration that cannot do without an answer", async () => {
    await withDatabase(18, async (database, url) => {
      const reading: Step = async (queryRunner) => {
        const [row] = await queryRunner.query("SELECT max(id) AS id FROM users");
        await queryRunner.query(`INSERT INTO users VALUES (${row.id})`);
      };
      const configuration = configurationOf(url, [migration("Needs1700000000001", [reading])]);
      await expect(script(configuration, database, { direction: "up" })).rejects.toMatchObject({
        code: "NO_SCRIPT",
        message: expect.stringContaining("depends on the answer to: SELECT max(id)"),
      });
    });
  });
});

describe("a parameter written into its statement", () => {
  test.each<[unknown, string]>([
    [null, "null"],
    [true, "true"],
    [42, "42"],
    ["it's \\ $1 ?", "it's \\ $1 ?"],
    [["a", 'b"c\\d', null], '{a,"b\\"c\\\\d",NULL}'],
    [{ a: [1] }, '{"a": [1]}'],
    [Buffer.from("hi"), "\\x6869"],
    [new Date(0), "1970-01-01 00:00:00+00"],
  ])("%j means to PostgreSQL what it means to node-postgres", async (value, expected) => {
    await withDatabase(18, async (database) => {
      const types: Record<string, string> = { boolean: "boolean", number: "int", string: "text" };
      const type =
        types[typeof value] ??
        (value === null
          ? "text"
          : Array.isArray(value)
            ? "text[]"
            : value instanceof Date
              ? "timestamptz"
              : Buffer.isBuffer(value)
                ? "bytea"
                : "jsonb");
      await database.session(async (session) => {
        await session.query("SET timezone = 'UTC'");
        const sql = `SELECT coalesce(($1::${type})::text, 'null') AS text`;
        const [inlined] = await session.query<{ text: string }>(inlineParameters(sql, [value]));
        const [sent] = await session.query<{ text: string }>(sql, [value]);
        expect(inlined?.text).toBe(expected);
        expect(inlined).toEqual(sent);
      });
    });
  });

  test("leaves alone what only looks like one", () => {
    expect(inlineParameters("SELECT '$1', \"$1\", $1, $tag$ $1 $tag$ -- $1", ["x"])).toBe(
      "SELECT '$1', \"$1\", 'x', $tag$ $1 $tag$ -- $1",
    );
  });
});
