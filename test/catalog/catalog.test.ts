import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalog, readCatalogWithin } from "../../src/catalog";
import type { Session } from "../../src/postgres";
import { listOf, type Schema, type SchemaObject } from "../../src/schema";
import { everywhere, withSession } from "../support/databases";

const everything = readFileSync(join(__dirname, "everything.sql"), "utf8");

const objectsOf = (schema: Schema) => [...schema.objects.values()];

/** What `everything.sql` makes, an object a line. Up to 15, PostgreSQL prints the table before every column of a view. */
function expected(version: number): SchemaObject[] {
  const text = readFileSync(join(__dirname, "everything.jsonl"), "utf8");
  const objects: SchemaObject[] = text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const query =
    "SELECT customers.id,\n    customers.email,\n    upper((customers.name)::text) AS name\n" +
    "   FROM shop.customers\n  WHERE (customers.id > 0)";
  return objects.map((object) =>
    version < 16 && object.kind === "view" && object.name === "a_view" ? { ...object, query } : object,
  );
}

describe.each(everywhere)("the catalog of %s", (where) => {
  test("is read whole, without what is the system's, an extension's, a partition or gone", async () => {
    await withSession(where, async (session, version) => {
      await session.query(everything);
      expect(objectsOf(await readCatalog(session))).toEqual(expected(version));
    });
  });

  test("is empty but for `public` in a new database", async () => {
    await withSession(where, async (session) => {
      expect(objectsOf(await readCatalog(session))).toEqual([
        { kind: "namespace", name: "public", comment: null },
      ]);
    });
  });

  test("reads the same whatever the settings of the session, and leaves them alone", async () => {
    await withSession(where, async (session, version) => {
      await session.query(everything);
      await session.query("SET search_path = shop, public");
      await session.query("SET TimeZone = 'Asia/Tokyo'");
      await session.query("SET DateStyle = 'German, DMY'");
      await session.query("SET IntervalStyle = 'sql_standard'");
      await session.query("SET bytea_output = 'escape'");
      await session.query("SET quote_all_identifiers = on");
      expect(objectsOf(await readCatalog(session))).toEqual(expected(version));
      expect(await session.query("SHOW search_path")).toEqual([{ search_path: "shop, public" }]);
    });
  });

  test("reads from inside a transaction what that has done, and keeps its settings", async () => {
    await withSession(where, async (session) => {
      await session.query("BEGIN");
      await session.query("SET LOCAL search_path = public");
      await session.query("CREATE TABLE here (id integer)");
      expect(listOf(await readCatalogWithin(session), "table")).toHaveLength(1);
      expect(await session.query("SHOW search_path")).toEqual([{ search_path: "public" }]);
      await session.query("ROLLBACK");
      expect(listOf(await readCatalog(session), "table")).toEqual([]);
    });
  });

  test("takes as many queries for many tables as for none", async () => {
    await withSession(where, async (session) => {
      const before = await countQueries(session);
      const tables = Array.from(
        { length: 40 },
        (_, i) => `CREATE TABLE t${i} (id serial PRIMARY KEY, a text UNIQUE, b integer REFERENCES t${i})`,
      );
      await session.query(tables.join(";"));
      expect(await countQueries(session)).toBe(before);
      expect(before).toBeLessThanOrEqual(12);
    });
  });

  test("tells an index that a failed concurrent build has left invalid", async () => {
    await withSession(where, async (session) => {
      await session.query("CREATE TABLE t (a integer)");
      await session.query("INSERT INTO t VALUES (1), (1)");
      await expect(session.query("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)")).rejects.toMatchObject({
        sqlstate: "23505",
      });
      expect(listOf(await readCatalog(session), "index")).toMatchObject([{ name: "t_a", valid: false }]);
    });
  });
});

describe.each([15, 18, "embedded"] as const)("the catalog of %s", (where) => {
  test("has what came with 15: nulls that are not distinct, and the columns that a delete sets", async () => {
    await withSession(where, async (session) => {
      await session.query(`
        CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y), CONSTRAINT a_y UNIQUE NULLS NOT DISTINCT (y));
        CREATE UNIQUE INDEX a_x ON a (x) NULLS NOT DISTINCT;
        CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (y));`);
      const schema = await readCatalog(session);
      expect(listOf(schema, "unique")).toMatchObject([{ nullsNotDistinct: true }]);
      expect(listOf(schema, "index")).toMatchObject([{ nullsNotDistinct: true }]);
      expect(listOf(schema, "foreignKey")).toMatchObject([{ columns: ["x", "y"], onDeleteColumns: ["y"] }]);
    });
  });
});

describe.each([18, "embedded"] as const)("the catalog of %s", (where) => {
  test("has what came with 18: virtual columns, and NOT NULL constraints, which are columns' own", async () => {
    await withSession(where, async (session) => {
      await session.query(`
        CREATE TABLE a (x integer CONSTRAINT x_there NOT NULL, y integer GENERATED ALWAYS AS (x * 2), z integer);
        ALTER TABLE a ADD CONSTRAINT z_there NOT NULL z NOT VALID;`);
      const schema = await readCatalog(session);
      expect(listOf(schema, "column")).toMatchObject([
        { name: "x", notNull: true, generated: null },
        { name: "y", notNull: false, default: null, generated: { expression: "x * 2", stored: false } },
        { name: "z", notNull: true },
      ]);
      expect(listOf(schema, "check")).toEqual([]);
    });
  });
});

async function countQueries(session: Session): Promise<number> {
  let count = 0;
  const counting: Session = {
    ...session,
    execute(sql, parameters) {
      count += 1;
      return session.execute(sql, parameters);
    },
    query(sql, parameters) {
      count += 1;
      return session.query(sql, parameters);
    },
  };
  await readCatalog(counting);
  return count;
}
