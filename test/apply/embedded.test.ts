import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apply, rollback, script, status } from "../../src/apply";
import { type Database, openDatabase } from "../../src/postgres";
import { configurationOf, migration, recordOf, relationsOf } from "./support";

let directory: string;
let database: Database;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "embedded-"));
  database = await openDatabase({ kind: "embedded", directory: join(directory, "data") });
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

describe("on the embedded database", () => {
  test("apply, status, script and rollback work as on a server", async () => {
    const users = migration(
      "Users1700000000001",
      ["CREATE TABLE users (id int); CREATE TABLE posts (id int)"],
      ["DROP TABLE users, posts"],
    );
    const index = migration(
      "Index1700000000002",
      ["CREATE INDEX CONCURRENTLY users_id ON users (id)"],
      ["DROP INDEX CONCURRENTLY users_id"],
      { transaction: false },
    );
    const broken = migration("Broken1700000000003", ["CREATE TABLE half (id int)", "SELECT 1/0"]);
    const configuration = configurationOf("", [users, index]);
    const signal = new AbortController().signal;

    expect((await script(configuration, database, { direction: "up" })).length).toBeGreaterThan(0);
    expect((await apply(configuration, database, { signal })).ran).toHaveLength(2);
    await expect(apply(configurationOf("", [users, index, broken]), database)).rejects.toMatchObject({
      code: "MIGRATION_FAILED",
    });
    expect(await relationsOf(database)).toEqual(["migrations", "posts", "users"]);
    expect((await status(configuration, database)).applied).toHaveLength(2);
    await rollback(configuration, database, { to: "base" });
    expect(await relationsOf(database)).toEqual(["migrations"]);
    expect(await recordOf(database)).toEqual([]);
  });
});
