import { stripVTControlCharacters } from "node:util";
import { apply, rollback, status } from "../../src/apply";
import { lockKeyOf } from "../../src/apply/lock-key";
import { tablesOf } from "../../src/apply/record/state";
import type { Configuration } from "../../src/config/configuration";
import type { Database } from "../../src/postgres";
import { openServer } from "../../src/postgres/server";
import { statusJson, statusText } from "../../src/report/status";
import { serverVersions } from "../support/servers";
import { configurationOf, migration, relationsOf, rowsOf, withDatabase } from "./support";

const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);
const broken = migration("Broken1700000000002", ["SELECT 1/0"]);

const page = async (configuration: Configuration, database: Database) =>
  stripVTControlCharacters(statusText(await status(configuration, database), configuration.root));

describe.each(serverVersions)("the status page on PostgreSQL %i", (version) => {
  test("says what was done last, by whom, when and how it ended", async () => {
    await withDatabase(version, async (database, url) => {
      const configuration = configurationOf(url, [users]);
      expect((await status(configuration, database)).lastOperation).toBeNull();
      await apply(configuration, database);
      const { lastOperation } = await status(configuration, database);
      expect(lastOperation).toMatchObject({
        operation: "apply",
        outcome: "done",
        migrations: ["Users1700000000001"],
        role: "postgres",
        error: null,
        milliseconds: expect.any(Number),
        started: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
      expect(await page(configuration, database)).toMatch(
        /^Last: apply of 1 migration by \S+ on \S+ as postgres at [\d-]+ [\d:]+ UTC, done in /m,
      );
      await rollback(configuration, database);
      expect(await page(configuration, database)).toMatch(/^Last: rollback of 1 migration by/m);
    });
  });

  test("names a migration that failed, until it is applied", async () => {
    await withDatabase(version, async (database, url) => {
      const configuration = configurationOf(url, [users, broken]);
      await expect(apply(configuration, database)).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
      expect(await status(configuration, database)).toMatchObject({
        failed: [
          {
            name: "Broken1700000000002",
            outcome: "failed",
            error: expect.stringContaining("division by zero"),
          },
        ],
        lastOperation: { outcome: "failed", migrations: ["Users1700000000001"] },
      });
      expect(await page(configuration, database)).toMatch(
        /^✘ Broken1700000000002 failed at [\d-]+ [\d:]+ UTC: division by zero/m,
      );
      const mended = configurationOf(url, [users, migration("Broken1700000000002", ["SELECT 1"])]);
      await apply(mended, database);
      expect((await status(mended, database)).failed).toEqual([]);
    });
  });

  test("names who holds the lock, and takes none itself", async () => {
    await withDatabase(version, async (database, url) => {
      const configuration = configurationOf(url, [users]);
      expect((await status(configuration, database)).lockHolder).toBeNull();
      const key = String(lockKeyOf(tablesOf(configuration).record));
      await database.session(async (session) => {
        await session.query("SET application_name = 'a deploy'");
        await session.query("SELECT pg_advisory_lock($1::bigint)", [key]);
        expect((await status(configuration, database)).lockHolder).toMatchObject({
          application: "a deploy",
          user: "postgres",
        });
        expect(await page(configuration, database)).toMatch(
          /^At work \(a deploy \d+ of postgres, since .+\)\.$/m,
        );
      });
    });
  });

  test("creates nothing, and shows no password", async () => {
    await withDatabase(version, async (database, url) => {
      const configuration = configurationOf(url, [users]);
      const text = await page(configuration, database);
      const json = JSON.stringify(statusJson(await status(configuration, database), configuration.root));
      expect(await relationsOf(database)).toEqual([]);
      expect(await rowsOf(database, "SELECT FROM pg_class WHERE relname = 'schema_journal'")).toEqual([]);
      expect(new URL(url).password).not.toBe("");
      expect(`${text}${json}`).not.toContain(new URL(url).password);
      expect(text).toContain(`PostgreSQL ${version}.`);
    });
  });
});

test("the status page is for a role that may read nothing but the record as well", async () => {
  await withDatabase(18, async (database, url) => {
    const configuration = configurationOf(url, [users]);
    await apply(configuration, database);
    const limited = await openServer({ url: url.replace("//postgres:", "//limited:") });
    await expect(status(configuration, limited)).rejects.toMatchObject({
      code: "RECORD_NOT_READABLE",
      hint: expect.stringContaining("GRANT SELECT ON public.migrations TO limited;"),
    });
    await rowsOf(database, "GRANT SELECT ON migrations TO limited");
    const seen = await status(configuration, limited);
    await limited.close();
    expect(seen).toMatchObject({ lastOperation: null, failed: [], pending: [] });
    expect(seen.applied.map(({ name }) => name)).toEqual(["Users1700000000001"]);
  });
});
