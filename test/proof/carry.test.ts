import { readCatalog, readFoundation } from "../../src/catalog";
import { diff } from "../../src/diff";
import { carry, printedBy } from "../../src/proof";
import { withSession } from "../support/databases";
import { serverVersions } from "../support/servers";

const live = [
  "CREATE SCHEMA tools",
  "CREATE DOMAIN tools.email AS text CONSTRAINT at_sign CHECK (VALUE LIKE '%@%')",
  "CREATE FUNCTION tools.half(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n / 2'",
  "CREATE FUNCTION tools.quarter(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT tools.half(tools.half(n))'",
  "CREATE DOMAIN tools.small AS integer DEFAULT 4 CHECK (tools.half(VALUE) < 100)",
  "CREATE TYPE tools.address AS (street text, place tools.small)",
  "CREATE TYPE tools.span AS RANGE (SUBTYPE = time)",
  "CREATE COLLATION tools.plain (LOCALE = 'C', PROVIDER = libc)",
  "CREATE FUNCTION tools.unused() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
  `CREATE TABLE people (id integer PRIMARY KEY, mail tools.email NOT NULL, home tools.address, spans tools.span[],
     name text COLLATE tools.plain, size integer DEFAULT tools.half(10), CONSTRAINT c CHECK (tools.quarter(size) > 0))`,
  "CREATE INDEX halves ON people (tools.half(size))",
  "CREATE VIEW sizes AS SELECT id, tools.quarter(size) AS quarter FROM people",
];

describe.each(serverVersions)("what the schema leans on, on PostgreSQL %i", (version) => {
  it("is carried into the scratch database, so that the schema can be made there", async () => {
    const { schema, foundation } = await withSession(version, async (session) => {
      for (const sql of live) await session.query(sql);
      return { schema: await readCatalog(session), foundation: await readFoundation(session) };
    });
    expect(
      foundation
        .filter(({ leaned }) => leaned)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([
      "collation tools.plain",
      "domain tools.email",
      "domain tools.small",
      "function tools.half(integer)",
      "function tools.quarter(integer)",
      "range tools.span",
      "type tools.address",
    ]);
    // A new check may call what nothing has called before.
    expect(foundation.map(({ name }) => name)).toContain("function tools.unused()");
    await withSession(version, async (session) => {
      expect(await carry(session, foundation)).toEqual([]);
      expect(diff(schema, await printedBy(session, schema))).toEqual([]);
    });
  });

  it("is named where it cannot be carried", async () => {
    await withSession(version, async (session) => {
      const footing = { name: "aggregate public.sums(integer)", schema: "public", leaned: true, sql: null };
      const broken = {
        name: "function public.f(t)",
        schema: "public",
        leaned: true,
        sql: "CREATE FUNCTION f(t t) RETURNS int LANGUAGE sql AS 'SELECT 1'",
      };
      expect(await carry(session, [footing, broken])).toEqual([footing, broken]);
    });
  });

  it("is nothing for a schema that leans on nothing", async () => {
    await withSession(version, async (session) => {
      await session.query("CREATE TABLE t (id serial PRIMARY KEY, at timestamptz DEFAULT now())");
      expect(await readFoundation(session)).toEqual([]);
    });
  });
});
