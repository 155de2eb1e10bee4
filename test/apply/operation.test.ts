import { apply, plannedMigration, replay } from "../../src/apply";
import { guardOf } from "../../src/drift";
import { openServer } from "../../src/postgres/server";
import { execute } from "../support/servers";
import { until } from "./faults";
import {
  configurationOf,
  migration,
  recordOf,
  relationsOf,
  rowsOf,
  slowMigration,
  withDatabase,
} from "./support";

const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"]);

describe("apply", () => {
  test("refuses at once where its role may not keep the record", async () => {
    await withDatabase(18, async (database, url) => {
      await execute(url, "REVOKE CREATE ON SCHEMA public FROM public");
      const limited = await openServer({ url: url.replace("postgres:", "limited:") });
      try {
        await expect(apply(configurationOf(url, [users]), limited)).rejects.toMatchObject({
          code: "RECORD_NOT_WRITABLE",
          message: expect.stringMatching(
            /^The role limited may not create public\.migrations.*Nothing was done/,
          ),
        });
        expect(await relationsOf(database)).toEqual([]);
        await apply(configurationOf(url, [users]), database);
        await execute(url, "GRANT SELECT ON migrations TO limited");
        const more = configurationOf(url, [users, migration("More1700000000002", ["SELECT 1"])]);
        for (const table of ["migrations", "schema_journal"]) {
          const { message, hint } = await apply(more, limited).then(String, (error) => error);
          expect(message).toContain(`may not write to public.${table}`);
          // What it advises is all that it takes.
          await execute(url, ...(hint.match(/GRANT [^;]*/g) ?? []));
        }
        await execute(
          url,
          `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`,
        );
        const reading = await openServer({ url });
        await expect(apply(more, reading).finally(() => reading.close())).rejects.toMatchObject({
          code: "READ_ONLY",
          hint: expect.stringContaining("ALTER ROLE postgres SET default_transaction_read_only = off;"),
        });
        const name = new URL(url).pathname.slice(1);
        await execute(url, "SET default_transaction_read_only = off", `ALTER DATABASE ${name} RESET ALL`);
        expect((await apply(more, limited)).ran).toHaveLength(1);
      } finally {
        await limited.close();
      }
    });
  });

  test("that is told to stop cancels its statement and rolls back", async () => {
    await withDatabase(18, async (database, url) => {
      const slow = migration("Slow1700000000002", ["CREATE TABLE slow (id int)", "SELECT pg_sleep(60)"]);
      const sleeping =
        "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
      const stop = new AbortController();
      const applying = apply(configurationOf(url, [users, slow]), database, {
        signal: stop.signal,
        onEvent: (event) => {
          if (event.kind === "statement" && event.sql.includes("pg_sleep"))
            void until(url, sleeping).then(() => stop.abort());
        },
      });
      await expect(applying).rejects.toMatchObject({
        code: "INTERRUPTED",
        message: expect.stringMatching(
          /Slow1700000000002 was interrupted at statement 2[\s\S]*It was rolled back/,
        ),
      });
      expect(await relationsOf(database)).toEqual(["migrations", "users"]);
      expect(await rowsOf(database, sleeping)).toEqual([]);
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
    });
  });

  test("that is told to stop while it waits for another deployer does nothing", async () => {
    await withDatabase(18, async (database, url) => {
      const slow = slowMigration();
      const first = apply(configurationOf(url, [slow.migration]), database);
      await slow.begun;
      const stop = new AbortController();
      const second = apply(configurationOf(url, [slow.migration]), database, {
        signal: stop.signal,
        onEvent: (event) => {
          if (event.kind === "waiting") stop.abort();
        },
      });
      await expect(second).rejects.toMatchObject({ code: "INTERRUPTED" });
      slow.end();
      expect((await first).ran).toHaveLength(1);
    });
  });

  test("whose connection is cut says so, and the server keeps nothing of the migration", async () => {
    await withDatabase(18, async (database, url) => {
      const cut = migration("Cut1700000000001", ["CREATE TABLE t (id int)", "SELECT pg_sleep(60)"]);
      const cutting =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
      const applying = apply(configurationOf(url, [cut]), database, {
        onEvent: (event) => {
          if (event.kind === "statement" && event.number === 2) void until(url, cutting);
        },
      });
      await expect(applying).rejects.toMatchObject({
        code: "MIGRATION_FAILED",
        message: expect.stringContaining("The connection was lost"),
      });
      expect(await relationsOf(database)).toEqual([]);
    });
  });

  test("says of what goes wrong after the last migration that all is applied; each statement is written down when it was", async () => {
    const slow = migration("Slow1700000000002", ["CREATE TABLE slow (id int)", "SELECT pg_sleep(0.2)"]);
    await withDatabase(18, async (database, url) => {
      await apply(configurationOf(url, [users]), database);
      await execute(
        url,
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no more'; END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON schema_journal FOR EACH ROW WHEN (new.subject = 'schema') EXECUTE FUNCTION refuse()",
      );
      const configuration = configurationOf(url, [users, slow]);
      const guard = guardOf(configuration, database, {});
      await expect(apply(configuration, database, { guard })).rejects.toMatchObject({
        message: expect.stringMatching(/^no more\nWhat was to be applied is applied and recorded\./),
      });
      expect(await recordOf(database)).toEqual(["Users1700000000001", "Slow1700000000002"]);
      const [row] = await rowsOf(
        database,
        "SELECT array_agg(statement ORDER BY started) AS order FROM schema_journal WHERE migration LIKE 'Slow%' AND subject = 'statement'",
      );
      expect(row).toEqual({ order: [1, 2] });
    });
  });

  test("lets go of its lock when it fails", async () => {
    await withDatabase(18, async (database, url) => {
      const broken = migration("Broken1700000000001", ["SELECT 1/0"]);
      await expect(apply(configurationOf(url, [broken]), database)).rejects.toThrow();
      const held =
        "SELECT FROM pg_locks JOIN pg_database d ON d.oid = database WHERE locktype = 'advisory' AND datname = current_database()";
      expect(await rowsOf(database, held)).toEqual([]);
    });
  });
});

describe("replay", () => {
  test("runs a plan that is not written yet, and leaves no record", async () => {
    await withDatabase(18, async (database, url) => {
      const statement = (sql: string) => ({ sql, transactional: true, afterCommit: false, changes: [] });
      const up = { statements: [statement("CREATE TABLE t (id int)")], transaction: true };
      const down = { statements: [statement("DROP TABLE t")], transaction: true };
      const planned = plannedMigration("Planned1700000000001", 1700000000001, up, down);
      const configuration = configurationOf(url, []);
      await database.session((session) => replay(configuration, session, [planned]));
      expect(await relationsOf(database)).toEqual(["t"]);
      await database.session((session) => replay(configuration, session, [planned], "down"));
      expect(await relationsOf(database)).toEqual([]);
    });
  });
});
