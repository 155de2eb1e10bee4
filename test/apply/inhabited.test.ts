import { apply, stamp, status } from "../../src/apply";
import { readMigrations } from "../../src/migrations";
import { execute } from "../support/servers";
import { configurationOf, migration, relationsOf, withDatabase } from "./support";

const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);

describe("a database in which nothing is recorded", () => {
  test.each([
    ["flyway_schema_history", "Flyway"],
    ["_prisma_migrations", "Prisma"],
    ["knex_migrations", "Knex"],
    ["alembic_version", "Alembic"],
    ['"SequelizeMeta"', "Sequelize"],
  ])("that has %s was made by %s", async (table, tool) => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)", `CREATE TABLE ${table} (id int)`);
      expect((await status(configurationOf(url, []), database)).inhabited).toEqual({
        tables: ["public.users"],
        tools: [{ tool, table: `public.${table}` }],
      });
    });
  });

  test("and that has no table is just empty", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE EXTENSION pg_trgm", "CREATE VIEW v AS SELECT 1 AS one");
      expect((await status(configurationOf(url, [users]), database)).inhabited).toBeNull();
    });
  });

  test("is refused before anything is written where the first migration would make what is there", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)");
      const configuration = configurationOf(url, [users]);
      const sources = { source: "async up(q) { await q.query(`CREATE TABLE users (id int)`) }" };
      const migrations = (await readMigrations(configuration)).map((each) => ({ ...each, ...sources }));
      await expect(apply(configuration, database, { migrations })).rejects.toMatchObject({
        code: "NOT_ADOPTED",
        exit: 4,
      });
      expect(await relationsOf(database)).toEqual(["users"]);
      await stamp(configuration, database, { to: "head", migrations });
      expect((await apply(configuration, database, { migrations })).planned).toEqual([]);
    });
  });

  test("is left to a migration that looks first", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "CREATE TABLE users (id int)");
      const careful = migration("Users1700000000001", ["CREATE TABLE IF NOT EXISTS users (id int)"]);
      expect((await apply(configurationOf(url, [careful]), database)).ran).toHaveLength(1);
    });
  });
});
