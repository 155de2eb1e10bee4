import { transaction } from "../../src/postgres";
import { everywhere, withSession } from "../support/databases";

describe.each(everywhere)("a transaction on PostgreSQL %s", (where) => {
  test("keeps all that its work did", async () => {
    await withSession(where, async (session) => {
      expect(
        await transaction(session, async () => void (await session.query("CREATE TABLE t ()"))),
      ).toBeUndefined();
      expect(await session.query("SELECT to_regclass('t')::text AS t")).toEqual([{ t: "t" }]);
    });
  });

  test("keeps nothing when its work fails, and lets the error through", async () => {
    await withSession(where, async (session) => {
      const failing = transaction(session, async () => {
        await session.query("CREATE TABLE t ()");
        throw new Error("no");
      });
      await expect(failing).rejects.toThrow("no");
      expect(await session.query("SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
    });
  });

  test("fails when PostgreSQL rolled it back because a failed statement was passed over", async () => {
    await withSession(where, async (session) => {
      const failing = transaction(session, async () => {
        await session.query("CREATE TABLE t ()");
        await session.query("SELECT 1 / 0").catch(() => {});
      });
      await expect(failing).rejects.toMatchObject({ code: "TRANSACTION_ABORTED" });
      expect(await session.query("SELECT to_regclass('t') AS t")).toEqual([{ t: null }]);
    });
  });

  test("can be of one snapshot and read only", async () => {
    await withSession(where, async (session) => {
      const options = { isolation: "REPEATABLE READ", readOnly: true } as const;
      await transaction(
        session,
        async () => {
          expect(await session.query("SHOW transaction_isolation")).toEqual([
            { transaction_isolation: "repeatable read" },
          ]);
        },
        options,
      );
      const writing = transaction(session, () => session.query("CREATE TABLE t ()"), options);
      await expect(writing).rejects.toMatchObject({ sqlstate: "25006" });
    });
  });
});
