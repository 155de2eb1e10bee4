import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ApplyOptions, apply, history, journal, renderScript, rollback, script } from "../../src/apply";
import type { Configuration, MigrationClass } from "../../src/config/configuration";
import { type HookSetting, type HookSettings, settleHooks } from "../../src/config/hooks";
import type { Database } from "../../src/postgres/database";
import { closedGate, waitAtGate } from "../support/gate";
import { execute } from "../support/servers";
import { holding } from "./faults";
import { configurationOf, migration, recordOf, relationsOf, rowsOf, withDatabase } from "./support";

const users = migration("Users1700000000001", ["CREATE TABLE users (id int)"], ["DROP TABLE users"]);
const posts = migration("Posts1700000000002", ["CREATE TABLE posts (id int)"], ["DROP TABLE posts"]);
const stepwise = migration(
  "Stepwise1700000000003",
  ["CREATE TABLE steps (id int)", "CREATE INDEX CONCURRENTLY steps_id ON steps (id)"],
  ["DROP TABLE steps"],
  { transaction: false },
);
const table = "CREATE TABLE IF NOT EXISTS told (at serial, what text)";
const tell = (what: string) => `INSERT INTO told (what) VALUES ('${what}')`;

interface World {
  readonly database: Database;
  readonly url: string;
  file(name: string, sql: string): string;
  with(classes: readonly MigrationClass[], hooks: HookSettings): Configuration;
  apply(classes: readonly MigrationClass[], hooks: HookSettings, options?: ApplyOptions): Promise<unknown>;
  told(): Promise<string[]>;
}

function inWorld(work: (world: World) => Promise<void>): Promise<void> {
  return withDatabase(18, async (database, url) => {
    await execute(url, table);
    const configured = (classes: readonly MigrationClass[], hooks: HookSettings): Configuration => {
      const configuration = configurationOf(url, classes);
      return { ...configuration, hooks: settleHooks(configuration.root, hooks) };
    };
    await work({
      database,
      url,
      file: (name, sql) => {
        writeFileSync(join(configurationOf(url, []).root, name), sql);
        return name;
      },
      with: configured,
      apply: (classes, hooks, options) => apply(configured(classes, hooks), database, options),
      told: async () =>
        (await rowsOf<{ what: string }>(database, "SELECT what FROM told ORDER BY at")).map(
          ({ what }) => what,
        ),
    });
  });
}

describe("hooks", () => {
  test("that take long tell how far they are, as the migrations' own statements do", async () => {
    await inWorld(async ({ url, file, apply }) => {
      const seen = new Set<string>();
      const gates = [await closedGate(url, 1), await closedGate(url, 2)];
      await apply(
        [users],
        {
          beforeApply: file("slow.sql", waitAtGate(1)),
          afterEach: async function slowly(queryRunner) {
            await queryRunner.query(waitAtGate(2));
          },
        },
        {
          onEvent: (event) => {
            if (event.kind !== "progress") return;
            seen.add(`${event.hook} ${event.migration?.name ?? "around all"}`);
            void gates[seen.size - 1]?.open();
          },
        },
      );
      expect([...seen]).toEqual(["slow.sql around all", "slowly Users1700000000001"]);
    });
  });

  test("run around all migrations and around each, files and functions, and are written down", async () => {
    await inWorld(async ({ database, file, with: configured, told }) => {
      const configuration = configured([users, posts, stepwise], {
        beforeApply: file("before.sql", `${tell("before all")}; -- and`),
        beforeEach: async function announce(queryRunner, { moment, migrations }) {
          await queryRunner.query(tell(`${moment} ${migrations}`));
        },
        afterEach: [file("each.sql", tell("after one")), file("again.sql", tell("after one again"))],
        afterApply: async (queryRunner, { migrations }) => {
          await queryRunner.query(tell(`after ${migrations.length}`));
        },
      });
      await apply(configuration, database);
      const around = (name: string) => [`beforeEach ${name}`, "after one", "after one again"];
      expect(await told()).toEqual([
        "before all",
        ...around("Users1700000000001"),
        ...around("Posts1700000000002"),
        ...around("Stepwise1700000000003"),
        "after 3",
      ]);
      const entries = await journal(configuration, database);
      const hooked = entries.filter(({ subject }) => /before|after/.test(subject));
      expect(hooked.map(({ subject, migration, outcome }) => [subject, migration, outcome])).toEqual([
        ["beforeApply", null, "done"],
        ["afterApply", null, "started"],
        ...["Users1700000000001", "Posts1700000000002", "Stepwise1700000000003"].flatMap((name) => [
          ["beforeEach", name, "done"],
          ["afterEach", name, "done"],
          ["afterEach", name, "done"],
        ]),
        ["afterApply", null, "done"],
      ]);
      expect(hooked[0]?.sql).toBe("-- before.sql\nINSERT INTO told (what) VALUES ('before all'); -- and");
      expect(hooked[2]?.sql).toBe("-- announce()");
      expect((await history(configuration, database)).map(({ name }) => name)).toHaveLength(3);
    });
  });

  test("are not run with nothing pending, nor by a rollback", async () => {
    await inWorld(async ({ database, with: configured, told }) => {
      const throwing = () => {
        throw new Error("called");
      };
      await apply(configured([users], {}), database);
      const all = { beforeApply: throwing, beforeEach: throwing, afterEach: throwing, afterApply: throwing };
      await apply(configured([users], all), database);
      await rollback(configured([users], all), database);
      expect(await told()).toEqual([]);
      expect(await recordOf(database)).toEqual([]);
    });
  });

  test("set what their migration runs with, and no other", async () => {
    await inWorld(async ({ database, url, file, apply: run }) => {
      await execute(
        url,
        "DROP ROLE IF EXISTS hooked_owner",
        "CREATE ROLE hooked_owner",
        "GRANT ALL ON SCHEMA public TO hooked_owner",
      );
      await run([users, posts], { beforeEach: file("role.sql", "SET ROLE hooked_owner") });
      const owners =
        "SELECT tablename AS name, tableowner AS owner FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
      expect(await rowsOf(database, owners)).toEqual(
        expect.arrayContaining([
          { name: "posts", owner: "hooked_owner" },
          { name: "users", owner: "hooked_owner" },
          { name: "migrations", owner: "postgres" },
        ]),
      );
      await execute(url, "DROP OWNED BY hooked_owner", "DROP ROLE hooked_owner");
    });
  });

  test("are part of a script, as far as they are SQL", async () => {
    await inWorld(async ({ database, file, with: configured }) => {
      const configuration = configured([users], {
        beforeApply: () => {},
        beforeEach: file("each.sql", tell("one")),
        afterApply: [file("end.sql", `${tell("end")} -- done`), function notify() {}],
      });
      const text = renderScript(await script(configuration, database, { direction: "up" }));
      expect(text).toMatch(
        /-- beforeApply: beforeApply\(\) is code, and is left out\.\n[\s\S]*BEGIN;\nSET LOCAL lock_timeout = 1000;\n\n-- beforeEach: each.sql\nINSERT INTO told .*'one'\);\nCREATE TABLE users[\s\S]*COMMIT;\nBEGIN;\nSET LOCAL lock_timeout = 1000;\n\n-- afterApply: end.sql\nINSERT INTO told .* -- done\n;\n\n-- afterApply: notify\(\) is code, and is left out\.\nCOMMIT;\n/,
      );
      expect(
        renderScript(await script(configuration, database, { direction: "down", to: "base" })),
      ).not.toMatch(/each\.sql/);
    });
  });
});

describe("a hook that fails", () => {
  test("before all migrations leaves everything as it was", async () => {
    await inWorld(async ({ database, file, apply: run, told }) => {
      const beforeApply = [
        file("fine.sql", tell("fine")),
        file("bad.sql", "SELECT 1;\nSELECT missing FROM told"),
      ];
      await expect(run([users], { beforeApply })).rejects.toMatchObject({
        code: "HOOK_FAILED",
        message: expect.stringMatching(
          /^The hook beforeApply \(bad\.sql\) failed at line 2, column 8, at missing: column "missing" does not exist \(42703\)\.\nIt was rolled back, and no migration was run\.$/,
        ),
        hint: "Correct the hook and run schema apply again.",
      });
      expect(await told()).toEqual([]);
      expect(await relationsOf(database)).toEqual(["told"]);
    });
  });

  test.each(["beforeEach", "afterEach"] as const)("%s takes its migration back", async (moment) => {
    await inWorld(async ({ database, apply: run, told }) => {
      const hooks: HookSettings = {
        [moment]: async (
          queryRunner: { query(sql: string): Promise<unknown> },
          { migrations }: { migrations: readonly string[] },
        ) => {
          await queryRunner.query(tell(`${migrations}`));
          if (migrations.includes("Posts1700000000002")) throw new Error("the audit service is down");
        },
      };
      await expect(run([users, posts], hooks)).rejects.toMatchObject({
        code: "HOOK_FAILED",
        message: `Migration Posts1700000000002 failed with its hook ${moment} (${moment}): the audit service is down.\nIt was rolled back: the database and the record are as they were before it.`,
        hint: "Correct the hook and run schema apply again.",
      });
      expect(await told()).toEqual(["Users1700000000001"]);
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
      expect(await relationsOf(database)).toEqual(["migrations", "told", "users"]);
    });
  });

  test("after a migration without a transaction leaves it done and not recorded, to go on from there", async () => {
    await inWorld(async ({ database, file, apply: run, told }) => {
      const bad = { afterEach: file("grant.sql", "GRANT SELECT ON steps TO nobody_of_that_name") };
      await expect(run([stepwise], bad)).rejects.toMatchObject({
        code: "HOOK_FAILED",
        message: expect.stringMatching(
          /its first 2 statements stay done\. Stepwise1700000000003 is not recorded/,
        ),
      });
      expect(await relationsOf(database)).toEqual(["steps", "told"]);
      await run([stepwise], { afterEach: file("grant.sql", tell("granted")) });
      expect(await recordOf(database)).toEqual(["Stepwise1700000000003"]);
      expect(await told()).toEqual(["granted"]);
    });
  });

  test("after all migrations is run by the next run, though nothing is pending", async () => {
    await inWorld(async ({ database, file, apply: run, told }) => {
      await expect(run([users], { afterApply: file("end.sql", "SELECT 1/0") })).rejects.toMatchObject({
        code: "HOOK_FAILED",
        message: expect.stringMatching(/The migrations are applied and recorded\.$/),
        hint: expect.stringMatching(/though nothing is pending/),
      });
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
      await expect(run([users, posts], { afterApply: file("end.sql", "SELECT 1/0") })).rejects.toThrow();
      const warnings: string[] = [];
      for (let time = 0; time < 2; time += 1)
        await run(
          [users, posts],
          { afterApply: (queryRunner, { migrations }) => queryRunner.query(tell(migrations.join())) },
          { onEvent: (event) => event.kind === "warning" && warnings.push(event.message) },
        );
      expect(await told()).toEqual(["Users1700000000001,Posts1700000000002"]);
      expect(warnings).toEqual([expect.stringMatching(/run for Users1700000000001, Posts1700000000002 as/)]);
    });
  });

  test("by a statement that its function has caught is named all the same, unless a savepoint saved it", async () => {
    await inWorld(async ({ apply: run, told }) => {
      const caught = (...statements: string[]): HookSettings => ({
        beforeEach: async function careless(queryRunner) {
          for (const sql of statements) await queryRunner.query(sql).catch(() => undefined);
        },
      });
      await expect(run([users], caught("SELECT missing"))).rejects.toMatchObject({
        code: "HOOK_FAILED",
        message: expect.stringMatching(
          /hook beforeEach \(careless\) at line 1, column 8, at missing: column "missing" does not exist \(42703\)\.\n\n {2}SELECT missing\n/,
        ),
      });
      await run([users], caught("SAVEPOINT s", "SELECT missing", "ROLLBACK TO s", tell("saved")));
      expect(await told()).toEqual(["saved"]);
    });
  });

  test.each(["file", "function"])("is tried again when somebody was in the way of its %s", async (kind) => {
    await inWorld(async ({ database, url, file, apply: run, told }) => {
      const hook: HookSetting =
        kind === "file" ? file("each.sql", tell("one")) : (queryRunner) => queryRunner.query(tell("one"));
      const other = await holding(url, "LOCK TABLE told");
      const retries: string[] = [];
      await run(
        [users],
        { beforeEach: hook },
        {
          lockTimeout: 100,
          onEvent: ({ kind }) => {
            if (kind === "retrying" && retries.push(kind) === 1) void other.release();
          },
        },
      );
      expect(retries).not.toEqual([]);
      expect(await told()).toEqual(["one"]);
      expect(await recordOf(database)).toEqual(["Users1700000000001"]);
    });
  });

  test("is refused before anything runs where it is not there or ends the transaction", async () => {
    await inWorld(async ({ database, file, apply: run }) => {
      await expect(run([users], { afterApply: "sql/missing.sql" })).rejects.toMatchObject({
        code: "HOOK_UNREADABLE",
        message: expect.stringContaining("sql/missing.sql"),
      });
      await expect(run([users], { afterEach: file("end.sql", "SELECT 1; COMMIT") })).rejects.toMatchObject({
        code: "HOOK_INVALID",
      });
      const committing: HookSettings = { afterEach: (queryRunner) => queryRunner.query("COMMIT") };
      await expect(run([users], committing)).rejects.toMatchObject({
        code: "HOOK_FAILED",
        message: expect.stringContaining("must not end the transaction"),
      });
      expect(await relationsOf(database)).toEqual(["told"]);
    });
  });
});
