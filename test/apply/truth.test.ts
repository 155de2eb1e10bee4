import { apply, rollback, status } from "../../src/apply";
import type { MigrationClass } from "../../src/config/configuration";
import { type Migration, readMigrations } from "../../src/migrations";
import { openServer } from "../../src/postgres/server";
import { execute } from "../support/servers";
import { ask } from "./faults";
import { configurationOf, migration, recordOf, relationsOf, rowsOf, withDatabase } from "./support";

const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);
const posts = migration("Posts1700000000002", ["CREATE TABLE posts (id int)"], ["DROP TABLE posts"]);
const tags = migration("Tags1700000000003", ["CREATE TABLE tags (id int)"], ["DROP TABLE tags"]);

/** The migrations as if each had a file of its own, whose text is told by its checksum. */
async function filesOf(
  url: string,
  types: readonly MigrationClass[],
  checksums: Readonly<Record<string, string>> = {},
): Promise<Migration[]> {
  const configuration = configurationOf(url, types);
  return (await readMigrations(configuration)).map((each) => ({
    ...each,
    file: `${configuration.root}/${each.name}.ts`,
    checksum: checksums[each.name] ?? "as it was",
  }));
}

describe("a migration that was edited after it was applied", () => {
  test("is named by status, and apply and its rollback are refused until that is allowed", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, []);
      await apply(configuration, database, { migrations: await filesOf(url, [users]) });
      const migrations = await filesOf(url, [users, posts], { Users1700000000001: "edited" });
      expect((await status(configuration, database, { migrations })).problems).toMatchObject([
        { kind: "edited", migration: "Users1700000000001" },
      ]);
      const refusal = {
        code: "EDITED_MIGRATION",
        exit: 4,
        message: expect.stringMatching(/Users1700000000001 was edited.*\nNothing was done\./),
        hint: expect.stringContaining("--allow-edited"),
      };
      await expect(apply(configuration, database, { migrations })).rejects.toMatchObject(refusal);
      await expect(rollback(configuration, database, { migrations })).rejects.toMatchObject(refusal);
      expect(await relationsOf(database)).toEqual(["migrations", "users"]);
      await apply(configuration, database, { migrations, allowEdited: true });
      expect(await relationsOf(database)).toEqual(["migrations", "posts", "users"]);
    });
  });

  test("is found in a project that TypeORM has migrated only from the first run on", async () => {
    await withDatabase(18, async (database, url) => {
      await ask(url, "CREATE TABLE users (id int)");
      await ask(url, "CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint, name varchar)");
      await ask(url, "INSERT INTO migrations (timestamp, name) VALUES (1700000000001, 'Users1700000000001')");
      const configuration = configurationOf(url, []);
      const migrations = await filesOf(url, [users, posts]);
      expect((await status(configuration, database, { migrations })).problems).toEqual([]);
      await apply(configuration, database, { migrations });
      const edited = await filesOf(url, [users, posts], { Users1700000000001: "x", Posts1700000000002: "x" });
      expect(
        (await status(configuration, database, { migrations: edited })).problems.map(
          (each) => each.migration,
        ),
      ).toEqual(["Posts1700000000002"]);
    });
  });

  test("is not confused with its compiled form", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, []);
      await apply(configuration, database, { migrations: await filesOf(url, [users]) });
      const compiled = (await filesOf(url, [users], { Users1700000000001: "compiled" })).map((each) => ({
        ...each,
        file: `${each.file}`.replace(/ts$/, "js"),
      }));
      expect((await status(configuration, database, { migrations: compiled })).problems).toEqual([]);
    });
  });

  test("may change again once it is rolled back", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, []);
      await apply(configuration, database, { migrations: await filesOf(url, [users]) });
      await rollback(configuration, database, { migrations: await filesOf(url, [users]) });
      const migrations = await filesOf(url, [users], { Users1700000000001: "edited" });
      expect((await apply(configuration, database, { migrations })).ran).toHaveLength(1);
    });
  });
});

describe("a migration that is partly applied", () => {
  const steps = (last: string) =>
    migration(
      "Steps1700000000001",
      ["CREATE TABLE a (id int)", "CREATE TABLE b (id int)", last],
      ["DROP TABLE c", "DROP TABLE b", "DROP TABLE a"],
      { transaction: false },
    );
  const begun = async (url: string, database: Parameters<typeof apply>[1]) => {
    const migrations = await filesOf(url, [steps("SELECT 1/0")]);
    await expect(apply(configurationOf(url, []), database, { migrations })).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
      hint: expect.stringMatching(
        /^Correct the rows and run schema apply again to go on with statement 3; or .*--allow-edited, or schema rollback/,
      ),
    });
  };

  test("is refused when it was edited, and goes on where that is allowed and nothing done has changed", async () => {
    await withDatabase(18, async (database, url) => {
      await begun(url, database);
      const configuration = configurationOf(url, []);
      const migrations = await filesOf(url, [steps("CREATE TABLE c (id int)")], { Steps1700000000001: "x" });
      expect(await status(configuration, database, { migrations })).toMatchObject({
        unfinished: [{ name: "Steps1700000000001", operation: "apply", statements: 2 }],
        problems: [{ kind: "editedUnfinished" }],
      });
      await expect(apply(configuration, database, { migrations })).rejects.toMatchObject({
        code: "EDITED_MIGRATION",
        exit: 4,
      });
      await apply(configuration, database, { migrations, allowEdited: true });
      expect(await relationsOf(database)).toEqual(["a", "b", "c", "migrations"]);
    });
  });

  test("is refused when a statement that is done is another one now, whatever is allowed", async () => {
    await withDatabase(18, async (database, url) => {
      await begun(url, database);
      const other = migration("Steps1700000000001", ["CREATE TABLE z (id int)", "SELECT 1"], [], {
        transaction: false,
      });
      const migrations = await filesOf(url, [other], { Steps1700000000001: "x" });
      const applying = apply(configurationOf(url, []), database, { migrations, allowEdited: true });
      await expect(applying).rejects.toMatchObject({ code: "EDITED_MIGRATION", exit: 4 });
      expect(await relationsOf(database)).toEqual(["a", "b"]);
    });
  });

  test("is refused when its file is gone", async () => {
    await withDatabase(18, async (database, url) => {
      await begun(url, database);
      await expect(
        apply(configurationOf(url, []), database, { migrations: await filesOf(url, [posts]) }),
      ).rejects.toMatchObject({ code: "MISSING_MIGRATION", exit: 4 });
    });
  });

  test("is what a bare rollback undoes, alone", async () => {
    await withDatabase(18, async (database, url) => {
      const first = migration("First1600000000000", ["CREATE TABLE first (id int)"], ["DROP TABLE first"]);
      const configuration = configurationOf(url, [first, steps("SELECT 1/0")]);
      await expect(apply(configuration, database)).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
      const { ran } = await rollback(configuration, database);
      expect(ran.map(({ name }) => name)).toEqual(["Steps1700000000001"]);
      expect(await relationsOf(database)).toEqual(["first", "migrations"]);
      expect((await status(configuration, database)).unfinished).toEqual([]);
    });
  });

  test("gives its code, when it goes on, what it was given the first time", async () => {
    await withDatabase(18, async (database, url) => {
      const backfill = (fails: boolean) =>
        migration(
          "Backfill1700000000001",
          [
            "CREATE TABLE t AS SELECT n AS id, false AS done FROM generate_series(1, 25) n",
            async (queryRunner) => {
              for (let batches = 1; ; batches += 1) {
                const [, touched] = await queryRunner.query(
                  "UPDATE t SET done = true WHERE id IN (SELECT id FROM t WHERE NOT done ORDER BY id LIMIT 10)",
                );
                if (touched === 0) return;
                if (fails && batches === 2) throw new Error("out of luck");
              }
            },
          ],
          [],
          { transaction: false },
        );
      await expect(apply(configurationOf(url, [backfill(true)]), database)).rejects.toMatchObject({
        message: expect.stringContaining("out of luck"),
      });
      expect(await rowsOf(database, "SELECT FROM t WHERE done")).toHaveLength(20);
      await apply(configurationOf(url, [backfill(false)]), database);
      expect(await rowsOf(database, "SELECT FROM t WHERE done")).toHaveLength(25);
    });
  });

  test("sets its settings and its role again when it goes on", async () => {
    await withDatabase(18, async (database, url) => {
      await ask(url, "CREATE SCHEMA app; GRANT ALL ON SCHEMA app TO limited");
      const steps = (last: string) =>
        migration(
          "Role1700000000001",
          ["SET search_path = app", "SET ROLE limited", "CREATE TABLE one (id int)", last],
          [],
          { transaction: false },
        );
      await expect(apply(configurationOf(url, [steps("SELECT 1/0")]), database)).rejects.toThrow();
      await apply(configurationOf(url, [steps("CREATE TABLE two (id int)")]), database);
      expect(
        await rowsOf(
          database,
          "SELECT tablename AS name, tableowner AS owner FROM pg_tables WHERE schemaname = 'app' ORDER BY 1",
        ),
      ).toEqual([
        { name: "one", owner: "limited" },
        { name: "two", owner: "limited" },
      ]);
    });
  });
});

describe("files and record that disagree", () => {
  test("a migration that was merged late is refused, and runs where that is allowed", async () => {
    await withDatabase(18, async (database, url) => {
      await apply(configurationOf(url, [users, tags]), database);
      const configuration = configurationOf(url, [users, posts, tags]);
      const found = await status(configuration, database);
      expect(found.late.map(({ name }) => name)).toEqual(["Posts1700000000002"]);
      expect(found.problems).toMatchObject([{ kind: "late", migration: "Posts1700000000002" }]);
      await expect(apply(configuration, database)).rejects.toMatchObject({
        code: "LATE_MIGRATION",
        exit: 4,
        hint: expect.stringContaining("--allow-out-of-order"),
      });
      const result = await apply(configuration, database, { allowOutOfOrder: true });
      expect(result.outOfOrder.map(({ name }) => name)).toEqual(["Posts1700000000002"]);
      const after = await status(configuration, database);
      expect(after.outOfOrder.map(({ name }) => name)).toEqual(["Posts1700000000002"]);
      expect(after.problems).toEqual([]);
    });
  });

  test("what is applied and has no file is named, and nothing runs until that is allowed", async () => {
    await withDatabase(18, async (database, url) => {
      await apply(configurationOf(url, [users, posts]), database);
      const configuration = configurationOf(url, [users, tags]);
      await expect(apply(configuration, database)).rejects.toMatchObject({
        code: "MISSING_MIGRATION",
        exit: 4,
        message: expect.stringContaining("Posts1700000000002"),
      });
      await expect(rollback(configuration, database)).rejects.toMatchObject({
        code: "MISSING_MIGRATION",
        exit: 4,
      });
      expect(await relationsOf(database)).toEqual(["migrations", "posts", "users"]);
      await apply(configuration, database, { allowMissing: true });
      expect(await recordOf(database)).toHaveLength(3);
    });
  });

  test("a record that the search_path leads to is not begun anew elsewhere", async () => {
    await withDatabase(15, async (_, url) => {
      const one = migration("One1700000000001", ["CREATE TABLE one (id int)"]);
      await execute(url, "CREATE SCHEMA app");
      const there = await openServer({ url: `${url}?options=${encodeURIComponent("-c search_path=app")}` });
      const named = configurationOf(url, [one], { defaultSchema: "app", options: { schema: "app" } });
      expect((await apply(named, there)).ran).toHaveLength(1);
      await expect(status(configurationOf(url, [one]), there)).rejects.toMatchObject({
        code: "RECORD_ELSEWHERE",
        exit: 4,
        hint: expect.stringContaining("--schema app"),
      });
      expect((await status(named, there).finally(() => there.close())).applied).toHaveLength(1);
    });
  });
});
