import { apply, journal, stamp, status } from "../../src/apply";
import { readMigrations } from "../../src/migrations";
import { execute } from "../support/servers";
import { configurationOf, migration, recordOf, relationsOf, withDatabase } from "./support";

const make = (name: string, at: number) =>
  migration(`${name}170000000000${at}`, [`CREATE TABLE ${name} (id int)`], [`DROP TABLE ${name}`]);
const [a, b, c] = [make("Alpha", 1), make("Beta", 2), make("Gamma", 3)];
const names = (refs: readonly { name: string }[]) => refs.map(({ name }) => name.replace(/\d+$/, ""));

describe("stamp", () => {
  test("marks without running, and the next apply goes on from there", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b, c]);
      const dry = await stamp(configuration, database, { to: "beta", dryRun: true });
      expect({ marked: names(dry.marked), done: dry.done }).toEqual({
        marked: ["Alpha", "Beta"],
        done: false,
      });
      expect(await relationsOf(database)).toEqual([]);

      expect(names((await stamp(configuration, database, { to: "beta" })).marked)).toEqual(["Alpha", "Beta"]);
      expect(await relationsOf(database)).toEqual(["migrations"]);
      expect(names((await apply(configuration, database)).ran)).toEqual(["Gamma"]);
      expect(await relationsOf(database)).toEqual(["gamma", "migrations"]);
    });
  });

  test("strikes off what comes after, and is written to the journal", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b, c]);
      await stamp(configuration, database, { to: "head" });
      expect(names((await stamp(configuration, database, { to: "-2" })).struck)).toEqual(["Beta", "Gamma"]);
      expect(names((await status(configuration, database)).pending)).toEqual(["Beta", "Gamma"]);
      await stamp(configuration, database, { to: "base" });
      expect(await recordOf(database)).toEqual([]);
      const entries = await journal(configuration, database);
      expect(
        entries
          .filter(({ subject }) => subject === "migration")
          .map(({ operation, migration: name }) => `${operation} ${name?.replace(/\d+$/, "")}`),
      ).toEqual([
        "stamp Alpha",
        "stamp Beta",
        "stamp Gamma",
        "unstamp Beta",
        "unstamp Gamma",
        "unstamp Alpha",
      ]);
    });
  });

  test("does nothing, and says so, where the record says it already", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a]);
      await stamp(configuration, database, { to: "head" });
      const before = await journal(configuration, database);
      expect(await stamp(configuration, database, { to: "alpha" })).toEqual({
        marked: [],
        accepted: [],
        struck: [],
        done: true,
      });
      expect(await journal(configuration, database)).toEqual(before);
    });
  });

  test("accepts an edited migration as it is", async () => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a]);
      const filed = async (checksum: string) =>
        (await readMigrations(configuration)).map((each) => ({ ...each, file: "/p/a.ts", checksum }));
      await apply(configuration, database, { migrations: await filed("then") });
      const migrations = await filed("now");
      expect((await status(configuration, database, { migrations })).problems).toMatchObject([
        { kind: "edited" },
      ]);
      expect(names((await stamp(configuration, database, { to: "current", migrations })).accepted)).toEqual([
        "Alpha",
      ]);
      expect((await status(configuration, database, { migrations })).problems).toEqual([]);
    });
  });

  test("ends what was left half done", async () => {
    await withDatabase(18, async (database, url) => {
      const half = migration("Half1700000000002", ["CREATE TABLE half (id int)", "SELECT 1/0"], [], {
        transaction: false,
      });
      const configuration = configurationOf(url, [a, half]);
      await expect(apply(configuration, database)).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
      expect((await status(configuration, database)).unfinished).toHaveLength(1);
      expect(names((await stamp(configuration, database, { to: "head" })).marked)).toEqual(["Half"]);
      expect(await status(configuration, database)).toMatchObject({ unfinished: [], pending: [] });
    });
  });

  test("refuses what is recorded and no file has, until it may be struck off", async () => {
    await withDatabase(18, async (database, url) => {
      await stamp(configurationOf(url, [a, b]), database, { to: "head" });
      const configuration = configurationOf(url, [a, c]);
      await expect(stamp(configuration, database, { to: "head" })).rejects.toMatchObject({
        code: "MISSING_MIGRATION",
        exit: 4,
        message: expect.stringContaining("Beta1700000000002"),
      });
      const { marked, struck } = await stamp(configuration, database, { to: "head", purge: true });
      expect([names(marked), names(struck)]).toEqual([["Gamma"], ["Beta"]]);
      expect(await recordOf(database)).toEqual(["Alpha1700000000001", "Gamma1700000000003"]);
    });
  });

  test.each([
    ["zeta", "UNKNOWN_MIGRATION"],
    ["17", "AMBIGUOUS_MIGRATION"],
    ["base..head", "RANGE_OF_SCRIPT"],
    ["+9", "UNKNOWN_MIGRATION"],
  ])("refuses %s and changes nothing", async (to, code) => {
    await withDatabase(18, async (database, url) => {
      const configuration = configurationOf(url, [a, b]);
      await expect(stamp(configuration, database, { to })).rejects.toMatchObject({ code, exit: 1 });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("takes over a record that TypeORM made", async () => {
    await withDatabase(13, async (database, url) => {
      await execute(
        url,
        "CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)",
        "INSERT INTO migrations (timestamp, name) VALUES (1700000000001, 'Alpha1700000000001')",
      );
      const configuration = configurationOf(url, [a, b]);
      expect(names((await stamp(configuration, database, { to: "+1" })).marked)).toEqual(["Beta"]);
      expect(await recordOf(database)).toEqual(["Alpha1700000000001", "Beta1700000000002"]);
    });
  });
});
