import { apply, current, history, journal, rollback } from "../../src/apply";
import { configurationOf, migration, recordOf, relationsOf, withDatabase } from "./support";

const make = (name: string, at: number) =>
  migration(`${name}170000000000${at}`, [`CREATE TABLE ${name} (id int)`], [`DROP TABLE ${name}`]);
const [a, b, c] = [make("Alpha", 1), make("Beta", 2), make("Gamma", 3)];

describe("rollback", () => {
  test("undoes as many as it is told", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b, c]);
      await apply(configuration, database);
      const dry = await rollback(configuration, database, { steps: 2, dryRun: true });
      expect(dry.planned.map(({ name }) => name)).toEqual(["Gamma1700000000003", "Beta1700000000002"]);
      expect(await recordOf(database)).toHaveLength(3);
      await rollback(configuration, database, { steps: 2 });
      expect(await recordOf(database)).toEqual(["Alpha1700000000001"]);
      await rollback(configuration, database, { steps: 9 });
      expect(await relationsOf(database)).toEqual(["migrations"]);
      expect(await current(configuration, database)).toBeNull();
    });
  });

  test("to a migration leaves that one applied", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b, c]);
      await apply(configuration, database);
      await rollback(configuration, database, { to: "alpha" });
      expect(await recordOf(database)).toEqual(["Alpha1700000000001"]);
      expect((await current(configuration, database))?.name).toBe("Alpha1700000000001");
      await expect(rollback(configuration, database, { to: "beta" })).rejects.toMatchObject({
        code: "NOT_APPLIED",
      });
    });
  });

  test("to a place counted from where the database stands", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b, c]);
      await apply(configuration, database, { to: "alpha+1" });
      expect(await recordOf(database)).toEqual(["Alpha1700000000001", "Beta1700000000002"]);
      await expect(apply(configuration, database, { to: "-1" })).rejects.toMatchObject({
        code: "LEADS_BACK",
        hint: expect.stringContaining("schema rollback --to -1"),
      });
      await expect(apply(configuration, database, { to: "base..head" })).rejects.toMatchObject({
        code: "RANGE_OF_SCRIPT",
      });
      expect((await rollback(configuration, database, { to: "current" })).ran).toEqual([]);
      await expect(rollback(configuration, database, { to: "head" })).rejects.toMatchObject({
        code: "NOT_APPLIED",
      });
      await apply(configuration, database, { to: "head" });
      await rollback(configuration, database, { to: "-2" });
      expect(await recordOf(database)).toEqual(["Alpha1700000000001"]);
      expect((await apply(configuration, database, { to: "alpha" })).planned).toEqual([]);
    });
  });

  test("undoes in the reverse of the order of execution, not of the timestamps", async () => {
    await withDatabase(18, async (database, url) => {
      await apply(configurationOf(url, [a, c]), database);
      const configuration = configurationOf(url, [a, b, c]);
      await apply(configuration, database, { allowOutOfOrder: true });
      expect((await history(configuration, database)).map(({ timestamp }) => timestamp % 10)).toEqual([
        1, 3, 2,
      ]);
      const { ran } = await rollback(configuration, database);
      expect(ran.map(({ name }) => name)).toEqual(["Beta1700000000002"]);
    });
  });

  test("is what history lists, by range and by number", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b, c]);
      await apply(configuration, database, { to: "+2" });
      const names = async (options: { range?: string; limit?: number }) =>
        (await history(configuration, database, options)).map(({ name }) => name);
      expect(await names({ range: "alpha.." })).toEqual(["Beta1700000000002"]);
      expect(await names({ range: "gamma" })).toEqual([]);
      expect(await names({ limit: 1 })).toEqual(["Beta1700000000002"]);
      await rollback(configuration, database);
      const entries = await journal(configuration, database, { range: "beta" });
      expect(entries.map(({ subject, operation, migration }) => [operation, subject, migration])).toEqual([
        ["apply", "run", null],
        ["apply", "statement", "Beta1700000000002"],
        ["apply", "migration", "Beta1700000000002"],
        ["apply", "run", null],
        ["rollback", "run", null],
        ["rollback", "statement", "Beta1700000000002"],
        ["rollback", "migration", "Beta1700000000002"],
        ["rollback", "run", null],
      ]);
      const [last] = await journal(configuration, database, { limit: 1 });
      expect(last).toMatchObject({ operation: "rollback", subject: "run", outcome: "started" });
    });
  });

  test("that fails leaves the migration applied", async () => {
    await withDatabase(18, async (database, url) => {
      const stuck = migration(
        "Stuck1700000000001",
        ["CREATE TABLE t (id int)"],
        ["DROP TABLE t", "SELECT 1/0"],
      );
      const configuration = configurationOf(url, [stuck]);
      await apply(configuration, database);
      await expect(rollback(configuration, database)).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        message: expect.stringMatching(/^The rollback of Stuck1700000000001 failed at statement 2/),
      });
      expect(await recordOf(database)).toEqual(["Stuck1700000000001"]);
      expect(await relationsOf(database)).toEqual(["migrations", "t"]);
    });
  });
});
