import { setTimeout as sleep } from "node:timers/promises";
import { apply, journal, rollback } from "../../src/apply";
import { openServer } from "../../src/postgres/server";
import { createDatabase, execute } from "../support/servers";
import { ask, fingerprint } from "./faults";
import { proxyTo } from "./proxy";
import { configurationOf, migration, recordOf, withDatabase } from "./support";
import { down, downInTransaction, inTransaction, up } from "./ten-steps";

const kinds = {
  "in a transaction": migration("Ten1700000000001", inTransaction, downInTransaction),
  "without a transaction": migration("Ten1700000000001", up, down, { transaction: false }),
};

const empty = "DROP TABLE IF EXISTS users, migrations, schema_journal";

/** Runs an operation over a connection that is cut at a query; gives how many it takes when it is not. */
async function cut(
  url: string,
  type: (typeof kinds)["in a transaction"],
  harm: { at?: number; reaches?: boolean },
  operation: typeof apply | typeof rollback = apply,
): Promise<number> {
  const proxy = await proxyTo(url, harm);
  try {
    const database = await openServer({ url: proxy.url });
    await operation(configurationOf(proxy.url, [type]), database).catch((error) => {
      if (harm.at === undefined) throw error;
      // Nobody can know what became of the last statement.
      expect(error.message).not.toMatch(/Nothing of it was done|recorded as applied|stays? done\./);
    });
    await database.close();
  } catch (error) {
    // Cut before the first session.
    if (harm.at === undefined) throw error;
  } finally {
    await proxy.close();
  }
  return proxy.queries();
}

/** The server process of the lost connection ends by itself, and lets go of the lock. */
async function untilAlone(url: string): Promise<void> {
  const others =
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state IS NOT NULL";
  while ((await ask(url, others)).length > 1) await sleep(20);
}

describe.each(Object.entries(kinds))("a connection that is cut, ten steps %s", (name, type) => {
  let expected: string;
  beforeAll(async () => {
    const model = await createDatabase(18);
    await execute(model.url, ...(name === "in a transaction" ? inTransaction : up));
    expected = await fingerprint(model.url);
    await model.drop();
  });

  test("while any answer is on its way: the next run finishes, and nothing ran twice", async () => {
    await withDatabase(18, async (database, url) => {
      const total = await cut(url, type, {});
      expect(total).toBeGreaterThan(12);
      // The first asks for the version of the server.
      for (let at = 2; at <= total; at += 1) {
        await execute(url, empty);
        await cut(url, type, { at, reaches: true });
        await untilAlone(url);
        await apply(configurationOf(url, [type]), database);
        expect(await recordOf(database)).toEqual(["Ten1700000000001"]);
        expect(await fingerprint(url)).toBe(expected);
        expect(await ask(url, "SELECT DISTINCT visits FROM users")).toEqual([{ visits: 2 }]);
      }
    });
  });

  test("at any query of a rollback: the next one finishes it", async () => {
    await withDatabase(18, async (database, url) => {
      const whole = async (harm: { at?: number; reaches?: boolean }) => {
        await execute(url, empty);
        await apply(configurationOf(url, [type]), database);
        return cut(url, type, harm, rollback);
      };
      const total = await whole({});
      for (let at = 2; at <= total; at += 1) {
        await whole({ at, reaches: at % 2 === 0 });
        await untilAlone(url);
        await rollback(configurationOf(url, [type]), database);
        expect(await recordOf(database)).toEqual([]);
        expect(await ask(url, "SELECT to_regclass('users') AS users")).toEqual([{ users: null }]);
      }
    });
  });
});

test("the journal tells of a run whose connection was lost while it committed", async () => {
  await withDatabase(18, async (database, url) => {
    const type = kinds["in a transaction"];
    const total = await cut(url, type, {});
    await execute(url, empty);
    // After it come only the end of the run and the lock's release.
    await cut(url, type, { at: total - 2, reaches: true });
    await untilAlone(url);
    expect(await recordOf(database)).toEqual(["Ten1700000000001"]);
    await rollback(configurationOf(url, [type]), database);
    const entries = await journal(configurationOf(url, [type]), database);
    const runs = entries.filter(({ subject }) => subject === "run");
    expect(runs.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      "apply started",
      "apply lost",
      "rollback started",
      "rollback done",
    ]);
  });
});
