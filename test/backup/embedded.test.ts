import { mkdtempSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journal, status } from "../../src/apply";
import type { Configuration } from "../../src/config";
import { openDatabase } from "../../src/postgres";
import { backup, restore } from "../../src/workflows/backup";
import { applyWithBackup, rollback } from "../../src/workflows/deploy";
import { configurationOf, migration, rowsOf } from "../apply/support";

let directory: string;
let configuration: Configuration;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "embedded-backup-"));
  configuration = {
    ...configurationOf("", [
      migration(
        "Users1700000000001",
        ["CREATE TABLE users (id int)", "INSERT INTO users VALUES (7)"],
        ["DROP TABLE users"],
      ),
    ]),
    root: directory,
    target: { kind: "embedded", directory: join(directory, "data") },
  };
});
afterAll(() => rmSync(directory, { recursive: true }));

const yes = async () => true;

async function standing() {
  const database = await openDatabase(configuration.target);
  try {
    const { applied } = await status(configuration, database);
    const last = (await journal(configuration, database, { limit: 1 })).at(-1);
    const rows = applied.length > 0 ? await rowsOf(database, "SELECT id FROM users") : [];
    return { applied: applied.map(({ name }) => name), rows, last: last?.operation };
  } finally {
    await database.close();
  }
}

describe("the embedded database", () => {
  test("is backed up whole and restored whole, and asks first", async () => {
    const { backup: before } = await applyWithBackup(configuration, {}, {});
    expect(before?.file).toMatch(/backups[\\/]embedded-[\dT-]+Z\.tar\.gz$/);
    const made = await backup(configuration, { directory: "copies" });
    expect(made).toMatchObject({ entries: null, removed: [] });
    expect(made.bytes).toBeGreaterThan(1000);
    await rollback(configuration);
    expect((await standing()).applied).toEqual([]);

    const refused = await restore(configuration, {
      file: made.file,
      owners: true,
      confirm: async ({ tables }) => tables === 0,
    });
    expect(refused.restored).toBe(false);
    expect((await standing()).applied).toEqual([]);

    expect(await restore(configuration, { file: made.file, owners: true, confirm: yes })).toMatchObject({
      restored: true,
    });
    expect(await standing()).toEqual({
      applied: ["Users1700000000001"],
      rows: [{ id: 7 }],
      last: "restore",
    });

    truncateSync(made.file, 5000);
    await expect(
      restore(configuration, { file: made.file, owners: true, confirm: yes }),
    ).rejects.toMatchObject({ code: "BACKUP_UNREADABLE" });
    expect((await standing()).applied).toEqual(["Users1700000000001"]);
  });

  test("does not take a server's backup, nor a server the embedded one's", async () => {
    const { backup: made } = await applyWithBackup(configuration, {}, {});
    expect(made).toBeNull();
    const { file } = await backup(configuration);
    const server = { ...configuration, target: configurationOf("postgresql://127.0.0.1:1/x", []).target };
    await expect(restore(server, { file, owners: true, confirm: yes })).rejects.toMatchObject({
      code: "BACKUP_OF_OTHER_KIND",
      exit: 4,
    });
  });
});
