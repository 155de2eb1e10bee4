import * as typeorm from "typeorm";
import * as typeorm03 from "typeorm-0.3";
import { type ApplyEvent, apply, rollback, status } from "../../src/apply";
import type { TypeOrm } from "../../src/project";
import { closedGate, waitAtGate } from "../support/gate";
import { serverVersions } from "../support/servers";
import { configurationOf, migration, recordOf, relationsOf, rowsOf, withDatabase } from "./support";

const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);
const posts = migration("Posts1700000000002", ["CREATE TABLE posts (id int)"], ["DROP TABLE posts"]);
const tags = migration("Tags1700000000003", ["CREATE TABLE tags (id int)"], ["DROP TABLE tags"]);

// The two lines of TypeORM have types of their own that agree in all that is used here.
const lines: readonly (readonly [string, TypeOrm])[] = [
  ["1.x", typeorm],
  ["0.3", typeorm03 as unknown as TypeOrm],
];

function dataSourceOf(line: TypeOrm, url: string): Promise<typeorm.DataSource> {
  return new line.DataSource({ type: "postgres", url, migrations: [users, posts] }).initialize();
}

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  describe.each(lines)("with TypeORM %s", (_, line) => {
    test("apply runs what is pending, oldest first, and rollback undoes it step by step", async () => {
      await withDatabase(version, async (database, url) => {
        const configuration = configurationOf(url, [posts, users], { typeorm: line });
        const applied = await apply(configuration, database);
        expect(applied.ran.map(({ name, statements }) => [name, statements])).toEqual([
          ["Users1700000000001", 1],
          ["Posts1700000000002", 1],
        ]);
        expect(await relationsOf(database)).toEqual(["migrations", "posts", "users"]);
        expect(await recordOf(database)).toEqual(["Users1700000000001", "Posts1700000000002"]);

        expect((await apply(configuration, database)).planned).toEqual([]);

        const undone = await rollback(configuration, database);
        expect(undone.ran.map(({ name }) => name)).toEqual(["Posts1700000000002"]);
        expect(await relationsOf(database)).toEqual(["migrations", "users"]);
        await rollback(configuration, database, { to: "base" });
        expect(await relationsOf(database)).toEqual(["migrations"]);
        expect(await recordOf(database)).toEqual([]);
      });
    });

    test("the record is the table that TypeORM itself makes and reads", async () => {
      const columns = `SELECT c.table_name, column_name, data_type, is_nullable, column_default,
          (SELECT string_agg(conname, ',' ORDER BY conname) FROM pg_constraint WHERE conrelid = 'migrations'::regclass AND contype = 'p')
        FROM information_schema.columns c WHERE table_name = 'migrations' ORDER BY ordinal_position`;
      await withDatabase(version, async (ours, url) => {
        await apply(configurationOf(url, [users, posts], { typeorm: line }), ours);
        await withDatabase(version, async (theirs, theirUrl) => {
          const dataSource = await dataSourceOf(line, theirUrl);
          await dataSource.runMigrations();
          await dataSource.destroy();
          expect(await rowsOf(ours, columns)).toEqual(await rowsOf(theirs, columns));
          // Each continues where the other has left off.
          expect(
            (await status(configurationOf(theirUrl, [users, posts, tags]), theirs)).pending,
          ).toHaveLength(1);
        });
        const dataSource = await dataSourceOf(line, url);
        expect(await dataSource.showMigrations()).toBe(false);
        await dataSource.undoLastMigration();
        await dataSource.destroy();
        expect(await recordOf(ours)).toEqual(["Users1700000000001"]);
      });
    });
  });

  test("a failure midway leaves the database and the record as they were before that migration", async () => {
    await withDatabase(version, async (database, url) => {
      const broken = migration("Broken1700000000002", [
        "CREATE TABLE half (id int)",
        "ALTER TABLE users ADD COLUMN x nonsense",
        "CREATE TABLE rest (id int)",
      ]);
      const configuration = configurationOf(url, [users, broken, tags]);
      await expect(apply(configuration, database)).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        exit: 1,
        message: expect.stringMatching(
          /^Migration Broken1700000000002 failed at statement 2: type "nonsense" does not exist \(42704\)\.\n\n {2}ALTER TABLE users ADD COLUMN x nonsense\n\nPosition: line 1, column 32, at nonsense\nIt was rolled back/,
        ),
        hint: expect.stringContaining("schema apply"),
      });
      expect(await relationsOf(database)).toEqual(["migrations", "users"]);
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
    });
  });

  test("a first migration that fails leaves nothing at all behind", async () => {
    await withDatabase(version, async (database, url) => {
      const broken = migration("Broken1700000000001", ["CREATE TABLE half (id int)", "SELECT 1/0"]);
      await expect(apply(configurationOf(url, [broken]), database)).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("transaction = false runs statement by statement, and stays done up to a failure", async () => {
    await withDatabase(version, async (database, url) => {
      const concurrently = migration(
        "Index1700000000002",
        ["CREATE INDEX CONCURRENTLY users_id ON users (id)"],
        ["DROP INDEX CONCURRENTLY users_id"],
        { transaction: false },
      );
      const configuration = configurationOf(url, [users, concurrently]);
      await apply(configuration, database);
      expect(await rowsOf(database, "SELECT FROM pg_indexes WHERE indexname = 'users_id'")).toHaveLength(1);
      await rollback(configuration, database);
      expect(await rowsOf(database, "SELECT FROM pg_indexes WHERE indexname = 'users_id'")).toHaveLength(0);

      const steps = ["CREATE TABLE a (id int)", "CREATE TABLE b (id int)", "SELECT 1/0"];
      const broken = migration("Steps1700000000003", steps, [], { transaction: false });
      await expect(apply(configurationOf(url, [users, broken]), database)).rejects.toMatchObject({
        message: expect.stringMatching(
          /its first 2 statements stay done\. Steps1700000000003 is not recorded/,
        ),
      });
      expect(await relationsOf(database)).toEqual(["a", "b", "migrations", "users"]);
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
    });
  });

  test("of two deployers at once one waits, then finds nothing to do", async () => {
    await withDatabase(version, async (database, url) => {
      const gate = await closedGate(url);
      const slow = migration("Slow1700000000001", ["CREATE TABLE t (id int)", waitAtGate()]);
      const index = migration("Index1700000000002", ["CREATE INDEX CONCURRENTLY t_id ON t (id)"], [], {
        transaction: false,
      });
      const events: ApplyEvent[] = [];
      const deploy = () =>
        apply(configurationOf(url, [slow, index]), database, {
          onEvent: (event) => {
            events.push(event);
            if (event.kind === "waiting") void gate.open();
          },
        });
      const results = await Promise.all([deploy(), deploy()]);
      expect(results.map(({ ran }) => ran.length).sort()).toEqual([0, 2]);
      expect(await recordOf(database)).toEqual(["Slow1700000000001", "Index1700000000002"]);
      const waiting = events.filter((event) => event.kind === "waiting");
      expect(waiting).toEqual([
        { kind: "waiting", holder: expect.objectContaining({ pid: expect.any(Number) }) },
      ]);
    });
  });
});

describe("apply", () => {
  test("goes as far as it is told", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [users, posts, tags]);
      const dry = await apply(configuration, database, { dryRun: true });
      expect([dry.planned.length, dry.ran.length]).toEqual([3, 0]);
      expect(await relationsOf(database)).toEqual([]);

      const one = await apply(configuration, database, { to: "+1" });
      expect(one.ran.map(({ name }) => name)).toEqual(["Users1700000000001"]);
      expect(one.remaining.map(({ name }) => name)).toEqual(["Posts1700000000002", "Tags1700000000003"]);
      await apply(configuration, database, { to: "posts" });
      expect(await recordOf(database)).toEqual(["Users1700000000001", "Posts1700000000002"]);

      await expect(apply(configuration, database, { to: "Tahs" })).rejects.toMatchObject({
        code: "UNKNOWN_MIGRATION",
        message: expect.stringContaining("did you mean Tags1700000000003?"),
      });
      await expect(apply(configuration, database, { to: "17" })).rejects.toMatchObject({
        code: "AMBIGUOUS_MIGRATION",
      });
    });
  });

  test("tells what it does while it does it", async () => {
    await withDatabase(18, async (database, url) => {
      const events: ApplyEvent[] = [];
      await apply(configurationOf(url, [users]), database, { onEvent: (event) => void events.push(event) });
      expect(events).toMatchObject([
        {
          kind: "started",
          migration: { name: "Users1700000000001" },
          direction: "up",
          position: 1,
          total: 1,
        },
        { kind: "statement", number: 1, sql: "CREATE TABLE users (id int)" },
        { kind: "finished", migration: { name: "Users1700000000001", statements: 1 } },
      ]);
    });
  });

  test("keeps its record in a default schema that no one has made", async () => {
    await withDatabase(18, async (database, url) => {
      const own = migration("Own1700000000001", ["CREATE SCHEMA app", "CREATE TABLE app.t (id int)"]);
      await apply(configurationOf(url, [own], { defaultSchema: "app", table: "history" }), database);
      expect(await relationsOf(database, "app")).toEqual(["history", "t"]);
      const none = migration("None1700000000001", ["SELECT 1"]);
      await apply(configurationOf(url, [none], { defaultSchema: "Other One" }), database);
      expect(await rowsOf(database, 'SELECT FROM "Other One".migrations')).toHaveLength(1);
    });
  });

  test("does nothing where nothing is pending, and creates nothing to find that out", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, []);
      expect((await apply(configuration, database)).planned).toEqual([]);
      expect((await status(configuration, database)).applied).toEqual([]);
      expect((await rollback(configuration, database)).planned).toEqual([]);
      expect(await relationsOf(database)).toEqual([]);
    });
  });
});
