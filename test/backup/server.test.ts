import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProgram } from "../../src/backup/programs";
import type { Configuration } from "../../src/config";
import { backup, type Replaced, restore } from "../../src/workflows/backup";
import { applyWithBackup } from "../../src/workflows/deploy";
import { configurationOf, migration, recordOf, relationsOf, rowsOf, withDatabase } from "../apply/support";
import { createDatabase, execute, serverVersions } from "../support/servers";
import { halfway, standIns } from "./programs";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "backup-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

const yes = async () => true;
const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);
const posts = migration("Posts1700000000002", ["CREATE TABLE posts (id int)"], ["DROP TABLE posts"]);

describe("a backup of a server's database", () => {
  let database: Awaited<ReturnType<typeof createDatabase>>;
  let configuration: Configuration;
  beforeEach(async () => {
    database = await createDatabase(15);
    configuration = configurationOf(database.url, []);
  });
  afterEach(() => database.drop());

  test("gives pg_dump the password by the environment, and never on its command line", async () => {
    const { bin, calls } = standIns(join(directory, "bin"), { version: "15.4" });
    const made = await backup(configuration, { directory: join(directory, "kept"), bin });
    const { password, hostname, port } = new URL(database.url);
    const [dump, list] = calls();
    expect(dump).toMatchObject({
      program: "pg_dump",
      args: ["--format=custom", "--no-password", expect.stringMatching(/^--file=.*\.part$/)],
      environment: { PGPASSWORD: password, PGHOST: hostname, PGPORT: port, PGDATABASE: database.name },
    });
    expect(list).toMatchObject({ program: "pg_restore", args: ["--list", expect.any(String)] });
    expect(JSON.stringify(calls().map(({ args }) => args))).not.toContain(password);
    expect(JSON.stringify(made)).not.toContain(password);
    expect(made.file).toMatch(
      new RegExp(`${database.name}-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d{3}Z\\.dump$`),
    );
    expect(readdirSync(join(directory, "kept")).sort()).toEqual([
      ".gitignore",
      made.file.slice(made.file.lastIndexOf("/") + 1),
    ]);
  });

  test("leaves no file where pg_restore cannot list it", async () => {
    const { bin } = standIns(join(directory, "bin"), { version: "15.4", restoreStatus: 1 });
    await expect(backup(configuration, { directory: join(directory, "kept"), bin })).rejects.toMatchObject({
      code: "RESTORE_FAILED",
      message: expect.stringContaining("full of holes"),
    });
    expect(readdirSync(join(directory, "kept"))).toEqual([".gitignore"]);
  });

  test("is refused clearly where pg_dump is missing", async () => {
    await expect(backup(configuration, { directory, bin: directory })).rejects.toMatchObject({
      code: "PROGRAM_MISSING",
      exit: 1,
      message: expect.stringContaining(`There is no pg_dump in ${directory}`),
      hint: expect.stringContaining("version 15 or later"),
    });
  });

  test("is refused clearly where pg_dump is older than the server", async () => {
    const { bin, calls } = standIns(join(directory, "bin"), { version: "14.9 (Debian 14.9-1)" });
    await expect(backup(configuration, { directory, bin })).rejects.toMatchObject({
      code: "PROGRAM_OLD",
      message: expect.stringContaining("pg_dump is of version 14.9, and the server of version 15"),
    });
    expect(calls()).toEqual([]);
  });

  test("keeps as many as it is told, of this database alone", async () => {
    const { bin } = standIns(join(directory, "bin"), { version: "15.4" });
    const kept = join(directory, "kept");
    const others = ["other-2020-01-01T00-00-00-000Z.dump", `${database.name}-notes.dump`];
    await backup(configuration, { directory: kept, bin });
    for (const day of [1, 2, 3]) others.push(`${database.name}-2020-01-0${day}T00-00-00-000Z.dump`);
    for (const file of others) writeFileSync(join(kept, file), "");
    const { removed } = await backup(configuration, { directory: kept, bin, keep: 1 });
    expect(removed.length).toBeGreaterThanOrEqual(3);
    const left = readdirSync(kept).filter((file) => file.endsWith(".dump"));
    expect(left).toHaveLength(3);
    expect(left).toEqual(expect.arrayContaining(others.slice(0, 2)));
  });

  test("is made before anything is applied, and not where nothing is", async () => {
    const { bin, calls } = standIns(join(directory, "bin"), { version: "15.4" });
    const project = configurationOf(database.url, [users]);
    const request = { directory: join(directory, "kept"), bin };
    const first = await applyWithBackup(project, {}, request);
    expect([first.ran.length, first.backup?.database]).toEqual([1, expect.stringContaining(database.name)]);
    const second = await applyWithBackup(project, {}, request);
    expect([second.ran.length, second.backup]).toEqual([0, null]);
    expect(calls().filter(({ program }) => program === "pg_dump")).toHaveLength(1);
  });

  test("that fails keeps everything from being applied", async () => {
    const project = configurationOf(database.url, [users]);
    await expect(applyWithBackup(project, {}, { directory, bin: directory })).rejects.toMatchObject({
      code: "PROGRAM_MISSING",
    });
    // Nobody has made it.
    await execute(database.url, "CREATE TABLE users (id int)");
  });
});

/** The newest of the tests' servers that this machine's own programs can back up. */
async function ownVersion() {
  const found = await findProgram("pg_dump", undefined);
  return serverVersions.findLast((version) => found !== null && found.major >= version) ?? null;
}

describe("a restore", () => {
  test("by this machine's own programs leads back to the backup; without them it is refused", async () => {
    const version = await ownVersion();
    await withDatabase(version ?? 18, async (database, url) => {
      const configuration = configurationOf(url, [users, posts]);
      await execute(
        url,
        "CREATE TYPE rank AS ENUM ('a')",
        "CREATE FUNCTION first(rank) RETURNS rank LANGUAGE sql AS 'SELECT $1'",
        "CREATE TABLE kept (id int PRIMARY KEY, rank rank)",
        "INSERT INTO kept VALUES (1)",
        "CREATE TABLE other (id int PRIMARY KEY)",
      );
      if (version === null) {
        await expect(backup(configuration, { directory })).rejects.toMatchObject({
          code: expect.stringMatching(/^PROGRAM_(?:MISSING|OLD)$/),
        });
        return;
      }
      const { backup: made } = await applyWithBackup(configuration, { to: "+1" }, { directory });
      const again = await applyWithBackup(configuration, {}, { directory });
      expect(again.backup?.entries).toBeGreaterThan(3);
      await execute(
        url,
        // It stands in the way of dropping what the backup holds.
        "ALTER TABLE other ADD FOREIGN KEY (id) REFERENCES kept",
        "CREATE SCHEMA later CREATE SEQUENCE counter",
        "CREATE TYPE mood AS ENUM ('good')",
        "CREATE TABLE newer (id int REFERENCES kept, mood mood)",
        "CREATE FUNCTION worse(mood, int) RETURNS mood LANGUAGE sql AS 'SELECT $1'",
        "UPDATE kept SET id = 2",
        "DROP TABLE users",
      );
      const asked: Replaced[] = [];
      const confirm = async (replaced: Replaced) => {
        asked.push(replaced);
        return asked.length > 1;
      };
      const request = { file: again.backup?.file ?? "", owners: true, confirm };
      expect(await restore(configuration, request)).toMatchObject({ restored: false });
      expect(await relationsOf(database)).toContain("newer");
      // Killed in the middle it has done nothing.
      const bin = halfway(join(directory, "bin"));
      const before = await relationsOf(database);
      await expect(restore(configuration, { ...request, bin })).rejects.toMatchObject({
        code: "RESTORE_FAILED",
        message: expect.stringContaining("The database is as it was."),
      });
      expect(await relationsOf(database)).toEqual(before);
      expect(await rowsOf(database, "SELECT id FROM kept")).toEqual([{ id: 2 }]);
      expect(await restore(configuration, request)).toMatchObject({
        restored: true,
        extras: [
          { kind: "TABLE", path: "public.newer" },
          { kind: "TABLE", path: "public.posts" },
          { kind: "SEQUENCE", path: "later.counter" },
          { kind: "TYPE", path: "public.mood" },
          { kind: "FUNCTION", path: "public.worse(public.mood, integer)" },
          { kind: "SCHEMA", path: "later" },
        ],
      });
      expect(await relationsOf(database)).toEqual(["kept", "migrations", "other", "users"]);
      expect(await rowsOf(database, "SELECT id FROM kept")).toEqual([{ id: 1 }]);
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
      expect(
        await rowsOf(
          database,
          "SELECT operation, outcome FROM schema_journal WHERE subject = 'run' ORDER BY id DESC LIMIT 1",
        ),
      ).toEqual([{ operation: "restore", outcome: "done" }]);
      expect(made?.entries).toBeGreaterThan(0);
    });
  });

  test("of a file that is no backup, or is not there, is refused", async () => {
    await withDatabase(15, async (database, url) => {
      const configuration = configurationOf(url, []);
      const file = join(directory, "notes.txt");
      writeFileSync(file, "not a backup");
      await expect(restore(configuration, { file, owners: true, confirm: yes })).rejects.toMatchObject({
        code: "NOT_A_BACKUP",
      });
      const nowhere = { file: join(directory, "nowhere.dump"), owners: true, confirm: yes };
      await expect(restore(configuration, nowhere)).rejects.toMatchObject({ code: "BACKUP_UNREADABLE" });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("that cannot be listed touches nothing", async () => {
    await withDatabase(15, async (database, url) => {
      await execute(url, "CREATE TABLE kept (id int)");
      const { bin } = standIns(join(directory, "bin"), { version: "15.4", restoreStatus: 1 });
      const file = join(directory, "cut.dump");
      writeFileSync(file, "PGDMP and no more");
      await expect(
        restore(configurationOf(url, []), { file, bin, owners: true, confirm: yes }),
      ).rejects.toMatchObject({ code: "RESTORE_FAILED" });
      expect(await relationsOf(database)).toEqual(["kept"]);
    });
  });
});
