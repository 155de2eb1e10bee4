import { EntitySchema, type QueryRunner, Table } from "typeorm";
import * as typeorm03 from "typeorm-0.3";
import { type ApplyEvent, apply, rollback, script } from "../../src/apply";
import type { TypeOrm } from "../../src/project";
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

const makeUsers = migration("Users1700000000001", [
  "CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL, age int)",
]);

interface User {
  id: number;
  name: string;
}
const userSchema = {
  name: "User",
  tableName: "users",
  columns: {
    id: { type: "int", primary: true, generated: "increment" },
    name: { type: "text" },
  },
} as const;

describe("a hand-written migration", () => {
  test("may use the manager and repositories, inside its transaction", async () => {
    await withDatabase(18, async (database, url) => {
      const user = new EntitySchema<User>(userSchema);
      const fill: Step = async (queryRunner) => {
        const { manager } = queryRunner;
        await manager.getRepository(user).save([{ name: "Ada" }, { name: "Grace" }]);
        await manager.transaction(async (inner) => inner.update(user, { name: "Ada" }, { name: "Lovelace" }));
        if ((await manager.countBy(user, { name: "Lovelace" })) !== 1) throw new Error("not found");
      };
      const data = migration("Data1700000000002", [fill]);
      const undone = migration("Undone1700000000003", [fill, "SELECT 1/0"]);
      const configuration = configurationOf(url, [makeUsers, data, undone], { entities: [user] });
      await expect(apply(configuration, database)).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
      expect(await rowsOf(database, "SELECT id, name FROM users ORDER BY id")).toEqual([
        { id: 1, name: "Lovelace" },
        { id: 2, name: "Grace" },
      ]);
      expect(await recordOf(database)).toEqual(["Users1700000000001", "Data1700000000002"]);
    });
  });

  test("may use the manager of TypeORM 0.3", async () => {
    await withDatabase(13, async (database, url) => {
      const user = new typeorm03.EntitySchema<User>(userSchema);
      const step = async (queryRunner: {
        manager: { getRepository(of: unknown): { save(row: object): Promise<unknown> } };
      }) => queryRunner.manager.getRepository(user).save({ name: "Ada" });
      const data = migration("Data1700000000002", [step as unknown as Step]);
      // The two lines of TypeORM have types of their own that agree in all that is used here.
      const line = typeorm03 as unknown as TypeOrm;
      const entities = [user as unknown as EntitySchema<User>];
      await apply(configurationOf(url, [makeUsers, data], { typeorm: line, entities }), database);
      expect(await rowsOf(database, "SELECT name FROM users")).toEqual([{ name: "Ada" }]);
    });
  });

  test("may use the methods of the query runner", async () => {
    await withDatabase(18, async (database, url) => {
      const make: Step = (queryRunner) =>
        queryRunner.createTable(
          new Table({
            name: "orders",
            columns: [
              { name: "id", type: "int", isPrimary: true },
              { name: "total", type: "numeric" },
            ],
            indices: [{ columnNames: ["total"] }],
          }),
          true,
        );
      const rename: Step = (queryRunner) => queryRunner.renameColumn("orders", "total", "sum");
      const remove: Step = (queryRunner) => queryRunner.dropTable("orders");
      const configuration = configurationOf(url, [
        migration("Orders1700000000001", [make, rename], [remove]),
      ]);
      await apply(configuration, database);
      expect(await rowsOf(database, "SELECT sum FROM orders")).toEqual([]);
      await rollback(configuration, database);
      expect(await relationsOf(database)).toEqual(["migrations"]);
    });
  });

  test("finds TypeORM's own table of views and generated columns, which TypeORM makes beforehand", async () => {
    await withDatabase(18, async (database, url) => {
      const view = migration("View1700000000001", [
        "CREATE VIEW one AS SELECT 1 AS one",
        (queryRunner: QueryRunner) =>
          queryRunner.query(
            `INSERT INTO "typeorm_metadata"("database", "schema", "table", "type", "name", "value") VALUES (DEFAULT, $1, DEFAULT, $2, $3, $4)`,
            ["public", "VIEW", "one", "SELECT 1 AS one"],
          ),
      ]);
      await apply(configurationOf(url, [view]), database);
      expect(await rowsOf(database, "SELECT type, name FROM typeorm_metadata")).toEqual([
        { type: "VIEW", name: "one" },
      ]);
    });
  });

  test("may send several statements in one text", async () => {
    await withDatabase(13, async (database, url) => {
      const several = migration("Several1700000000001", [
        "CREATE TABLE a (id int); CREATE TABLE b (id int);",
      ]);
      await apply(configurationOf(url, [several]), database);
      expect(await relationsOf(database)).toEqual(["a", "b", "migrations"]);
    });
  });

  test("keeps its role and settings to itself", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE SCHEMA app", "GRANT ALL ON SCHEMA app TO limited");
      const dump = migration("Dump1700000000001", [
        "SELECT pg_catalog.set_config('search_path', '', false)",
        "SET ROLE limited",
        "CREATE TABLE app.t (id int)",
      ]);
      const configuration = configurationOf(url, [
        dump,
        migration("Next1700000000002", ["CREATE TABLE n (id int)"]),
      ]);
      const items = await script(configuration, database, { direction: "up" });
      await apply(configuration, database);
      expect(await relationsOf(database)).toEqual(["migrations", "n"]);
      await rowsOf(database, "DROP TABLE migrations, n, app.t");
      await execute(url, ...items.flatMap((item) => (item.kind === "statement" ? [item.sql] : [])));
      expect(await relationsOf(database)).toEqual(["migrations", "n"]);
    });
  });

  test("that commits and begins anew runs, and is reported", async () => {
    await withDatabase(18, async (database, url) => {
      const index = migration("Index1700000000002", [
        (queryRunner: QueryRunner) => queryRunner.commitTransaction(),
        "CREATE INDEX CONCURRENTLY users_name ON users (name)",
        (queryRunner: QueryRunner) => queryRunner.startTransaction(),
      ]);
      const events: ApplyEvent[] = [];
      const onEvent = (event: ApplyEvent): void => void events.push(event);
      await apply(configurationOf(url, [makeUsers, index]), database, { onEvent });
      expect(await recordOf(database)).toEqual(["Users1700000000001", "Index1700000000002"]);
      expect(events).toContainEqual({
        kind: "warning",
        message: expect.stringContaining("Index1700000000002 committed"),
      });
    });
  });

  test("that commits and then fails says that a part of it stays", async () => {
    await withDatabase(18, async (database, url) => {
      const half = migration("Half1700000000001", ["CREATE TABLE a (id int)", "COMMIT", "SELECT 1/0"]);
      await expect(apply(configurationOf(url, [half]), database)).rejects.toMatchObject({
        message: expect.stringMatching(
          /It had committed by itself, so part of it is done\. Half1700000000001 is not recorded/,
        ),
      });
      expect(await relationsOf(database)).toEqual(["a"]);
    });
  });

  test("that rolls back by itself is not recorded", async () => {
    await withDatabase(18, async (database, url) => {
      const gone = migration("Gone1700000000001", ["CREATE TABLE a (id int)", "ROLLBACK"]);
      await expect(apply(configurationOf(url, [gone]), database)).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        message: expect.stringContaining("rolled back the transaction that it runs in"),
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("that swallows an error of PostgreSQL still fails, for that error", async () => {
    await withDatabase(18, async (database, url) => {
      const swallow: Step = (queryRunner) => queryRunner.query("SELECT 1/0").catch(() => undefined);
      const blind = migration("Blind1700000000001", [
        "CREATE TABLE a (id int)",
        swallow,
        "CREATE TABLE b (id int)",
      ]);
      await expect(apply(configurationOf(url, [blind]), database)).rejects.toMatchObject({
        message: expect.stringContaining("at statement 2: division by zero (22012)"),
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("whose own code throws is rolled back, and its message shown", async () => {
    await withDatabase(18, async (database, url) => {
      const thrower = migration("Throws1700000000001", [
        "CREATE TABLE a (id int)",
        () => Promise.reject(new Error("no rate for 2021")),
      ]);
      await expect(apply(configurationOf(url, [thrower]), database)).rejects.toMatchObject({
        message: expect.stringMatching(/failed after statement 1: no rate for 2021\.\nIt was rolled back/),
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("that breaks a deferred constraint fails at its commit, with nothing recorded", async () => {
    await withDatabase(18, async (database, url) => {
      const deferred = migration("Deferred1700000000001", [
        "CREATE TABLE a (id int UNIQUE DEFERRABLE INITIALLY DEFERRED)",
        "INSERT INTO a VALUES (1), (1)",
      ]);
      await expect(apply(configurationOf(url, [deferred]), database)).rejects.toMatchObject({
        message: expect.stringContaining("(23505)"),
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("without down applies, and its rollback is refused before anything runs", async () => {
    await withDatabase(18, async (database, url) => {
      class Once1700000000002 {
        async up(queryRunner: QueryRunner): Promise<void> {
          await queryRunner.query("CREATE TABLE once (id int)");
        }
      }
      const after = migration("After1700000000003", ["CREATE TABLE after (id int)"], ["DROP TABLE after"]);
      const configuration = configurationOf(url, [makeUsers, Once1700000000002, after]);
      await apply(configuration, database);
      await expect(rollback(configuration, database, { to: "base" })).rejects.toMatchObject({
        code: "IRREVERSIBLE_MIGRATION",
        exit: 4,
      });
      expect(await relationsOf(database)).toEqual(["after", "migrations", "once", "users"]);
    });
  });
});
