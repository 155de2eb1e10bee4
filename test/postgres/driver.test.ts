import * as current from "typeorm";
import * as previous from "typeorm-0.3";
import { driverOver, type Session } from "../../src/postgres";
import { everywhere, withSession } from "../support/databases";

/** What the tests use of it is the same in both lines. */
const lines: [string, typeof current][] = [
  ["1", current],
  ["0.3", previous as unknown as typeof current],
];

describe.each(lines)("TypeORM %s over a session of ours", (_line, typeorm) => {
  const Note = new typeorm.EntitySchema<{ id: number; text: string; tags: string[]; at: Date }>({
    name: "note",
    columns: {
      id: { type: Number, primary: true, generated: true },
      text: { type: "varchar", unique: true },
      tags: { type: "text", array: true },
      at: { type: "timestamptz" },
    },
  });

  async function open(session: Session) {
    return new typeorm.DataSource({
      type: "postgres",
      driver: driverOver(session),
      entities: [Note],
    }).initialize();
  }

  describe.each(everywhere)("on PostgreSQL %s", (where) => {
    test("makes its schema, writes and reads through it, inside our own transaction", async () => {
      await withSession(where, async (session) => {
        const dataSource = await open(session);
        await dataSource.synchronize();
        await session.query("BEGIN");
        const notes = dataSource.getRepository(Note);
        const at = new Date("2020-02-03T04:05:06.789Z");
        await notes.insert({ text: "it's", tags: ["a b", "c"], at });
        expect(await notes.find()).toEqual([{ id: 1, text: "it's", tags: ["a b", "c"], at }]);
        expect((await notes.update({ id: 1 }, { text: "new" })).affected).toBe(1);
        expect(await session.query("SELECT text FROM note")).toEqual([{ text: "new" }]);
        await dataSource.destroy();
        await session.query("ROLLBACK");
        expect(await session.query("SELECT text FROM note")).toEqual([]);
      });
    });

    test("gives migrations node-postgres's own results and errors", async () => {
      await withSession(where, async (session) => {
        const dataSource = await open(session);
        const runner = dataSource.createQueryRunner();
        await runner.query("CREATE TABLE t (id integer UNIQUE)");
        expect(await runner.query("INSERT INTO t VALUES ($1), (2) RETURNING id", [1])).toEqual([
          { id: 1 },
          { id: 2 },
        ]);
        expect(await runner.query("UPDATE t SET id = id + 10 RETURNING id")).toEqual([
          [{ id: 11 }, { id: 12 }],
          2,
        ]);
        await expect(runner.query("INSERT INTO t VALUES (11)")).rejects.toMatchObject({
          code: "23505",
          driverError: { code: "23505", table: "t" },
        });
        await runner.startTransaction();
        await runner.query("DELETE FROM t");
        await runner.rollbackTransaction();
        expect(await runner.query("SELECT count(*) AS n FROM t")).toEqual([{ n: "2" }]);
        await runner.release();
        await dataSource.destroy();
      });
    });
  });
});
