import type { QueryRunner } from "typeorm";
import { plannedMigration } from "../../src/apply";
import type { Session } from "../../src/postgres";
import { observerOver, type TableCost } from "../../src/proof";
import { withSession } from "../support/databases";
import { serverVersions } from "../support/servers";

/** Locks as they are written in the documentation. */
const locks = {
  AX: "ACCESS EXCLUSIVE",
  SRE: "SHARE ROW EXCLUSIVE",
  S: "SHARE",
  SUE: "SHARE UPDATE EXCLUSIVE",
  X: "EXCLUSIVE",
  RX: "ROW EXCLUSIVE",
  RS: "ROW SHARE",
} as const;

/** Metadata only, a scan of the table, an index build, a rewrite. */
type Work = "M" | "V" | "I" | "R";

const world = [
  "SET TimeZone = 'UTC'",
  "CREATE TYPE mood AS ENUM ('sad', 'glad')",
  "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
  "CREATE DOMAIN anything AS integer",
  "CREATE TABLE parent (id integer PRIMARY KEY, code integer)",
  `CREATE TABLE t (id integer NOT NULL, i integer, v varchar(50), w varchar(50), x text, n numeric(10,2),
     ts timestamp, p timestamp(3), tz timestamptz, j json, m mood, arr varchar(50)[], c char(5), ip cidr, b varbit(8),
     req integer NOT NULL, d integer DEFAULT 1, u text, proved integer, checked varchar(50) CHECK (length(checked) < 40),
     iv interval(2), tm time(3), made integer GENERATED ALWAYS AS (id + 1) STORED, at timestamp, say text COLLATE "C", cond varchar(50),
     CONSTRAINT proof CHECK (proved IS NOT NULL))`,
  "ALTER TABLE t ADD CONSTRAINT later CHECK (i > 0) NOT VALID",
  "CREATE INDEX t_w ON t (w)",
  "CREATE INDEX t_lower ON t (lower(x))",
  "CREATE UNIQUE INDEX t_id ON t (id)",
  "CREATE INDEX t_at ON t (at)",
  "CREATE INDEX t_say ON t (say)",
  "CREATE INDEX t_cond ON t (cond) WHERE id > 0",
  "CREATE TABLE child (id integer PRIMARY KEY, parent_id integer REFERENCES parent, other integer)",
  "ALTER TABLE child ADD CONSTRAINT slow FOREIGN KEY (other) REFERENCES parent NOT VALID",
  "CREATE TABLE parts (id integer, day date) PARTITION BY RANGE (day)",
  "CREATE TABLE part1 PARTITION OF parts FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
  "CREATE TABLE loose (id integer, day date)",
  `CREATE TABLE fitting (id integer, day date NOT NULL, CHECK (day >= '2026-01-01' AND day < '2027-01-01'))`,
  "CREATE TABLE split (id integer) PARTITION BY LIST (id)",
  "CREATE TABLE split1 PARTITION OF split FOR VALUES IN (1)",
  "CREATE INDEX split_id ON ONLY split (id)",
  "CREATE INDEX split1_id ON split1 (id)",
  "CREATE VIEW watching AS SELECT code FROM parent",
  "CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM t",
  "CREATE UNIQUE INDEX ON counted (n)",
  "CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  "CREATE TRIGGER noop BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION noop()",
];

/** Only there. */
const worldOf18 = [
  "CREATE TABLE newer (id integer, u integer, made integer GENERATED ALWAYS AS (id + 1) VIRTUAL)",
  "ALTER TABLE newer ADD CONSTRAINT u_set NOT NULL u NOT VALID",
  "CREATE UNIQUE INDEX newer_u ON newer (u)",
];

type Case = readonly [sql: string, expected: string, from?: number, to?: number];

/** Each statement, and what it does to which table that is there already: `table LOCK work`; or what PostgreSQL says. */
const corpus: readonly Case[] = [
  ["ALTER TABLE t ADD a integer", "t AX M"],
  ["ALTER TABLE t ADD a integer NOT NULL DEFAULT 1", "t AX M"],
  ["ALTER TABLE t ADD a timestamptz NOT NULL DEFAULT now()", "t AX M"],
  ["ALTER TABLE t ADD a timestamptz DEFAULT clock_timestamp()", "t AX R"],
  ["ALTER TABLE t ADD a double precision DEFAULT random()", "t AX R"],
  ["ALTER TABLE t ADD a uuid DEFAULT gen_random_uuid()", "t AX R"],
  ["ALTER TABLE t ADD a serial", "t AX R"],
  ["ALTER TABLE t ADD a integer GENERATED ALWAYS AS IDENTITY", "t AX R"],
  ["ALTER TABLE t ADD a integer GENERATED ALWAYS AS (req + 1) STORED", "t AX R"],
  ["ALTER TABLE t ADD a positive", "t AX R"],
  ["ALTER TABLE t ADD a integer GENERATED ALWAYS AS (req + 1) VIRTUAL", "t AX M", 18],
  ["ALTER TABLE t ADD a integer DEFAULT 1 CHECK (a > 0)", "t AX V"],
  ["ALTER TABLE t ADD a integer UNIQUE", "t AX I"],
  ["ALTER TABLE t ADD a integer DEFAULT 1 REFERENCES parent", "parent SRE M, t AX V"],
  ["ALTER TABLE t ALTER i SET NOT NULL", "t AX V"],
  ["ALTER TABLE t ALTER proved SET NOT NULL", "t AX M"],
  ["ALTER TABLE t ADD CONSTRAINT n NOT NULL i NOT VALID", "t AX M", 18],
  ["ALTER TABLE newer VALIDATE CONSTRAINT u_set", "newer SUE V", 18],
  ["ALTER TABLE newer ALTER u SET NOT NULL", "newer AX V", 18],
  [
    "ALTER TABLE newer ADD PRIMARY KEY USING INDEX newer_u",
    'incompatible NOT VALID constraint "u_set" on relation "newer"',
    18,
  ],
  ["ALTER TABLE newer ALTER made SET EXPRESSION AS (id + 2)", "newer AX M", 18],
  ["ALTER TABLE t ALTER made SET EXPRESSION AS (id + 2)", "t AX R", 18],
  ["ALTER TABLE t ALTER made DROP EXPRESSION", "t AX M"],
  ["ALTER TABLE t DROP i", "t AX M"],
  ["ALTER TABLE t ALTER req DROP NOT NULL", "t AX M"],
  ["ALTER TABLE t ALTER d SET DEFAULT 2", "t AX M"],
  ["ALTER TABLE t ALTER d DROP DEFAULT", "t AX M"],
  ["ALTER TABLE t ALTER x SET STORAGE EXTERNAL", "t AX M"],
  ["ALTER TABLE t RENAME i TO ii", "t AX M"],
  ["ALTER TABLE t RENAME TO tt", "t AX M"],
  ["ALTER TABLE t RENAME CONSTRAINT proof TO proven", "t AX M"],
  ["ALTER TABLE t DROP CONSTRAINT proof", "t AX M"],
  ["ALTER TABLE t ALTER i SET STATISTICS 500", "t SUE M"],
  ["ALTER TABLE t SET (fillfactor = 70)", "t SUE M"],
  ["ALTER TABLE t SET (autovacuum_enabled = false)", "t SUE M"],
  ["COMMENT ON TABLE t IS 'x'", "t SUE M"],
  ["ALTER TABLE t ALTER v TYPE varchar(100)", "t AX M"],
  ["ALTER TABLE t ALTER w TYPE varchar(100)", "t AX M"],
  ["ALTER TABLE t ALTER v TYPE varchar", "t AX M"],
  ["ALTER TABLE t ALTER v TYPE text", "t AX M"],
  ["ALTER TABLE t ALTER u TYPE varchar", "t AX M"],
  ["ALTER TABLE t ALTER n TYPE numeric(12,2)", "t AX M"],
  ["ALTER TABLE t ALTER n TYPE numeric", "t AX M"],
  ["ALTER TABLE t ALTER p TYPE timestamp(6)", "t AX M"],
  ["ALTER TABLE t ALTER iv TYPE interval(4)", "t AX M"],
  ["ALTER TABLE t ALTER tm TYPE time(6)", "t AX M"],
  ["ALTER TABLE t ALTER ip TYPE inet", "t AX M"],
  ["ALTER TABLE t ALTER b TYPE varbit(16)", "t AX M"],
  ["ALTER TABLE t ALTER i TYPE oid", "t AX M"],
  ["ALTER TABLE t ALTER req TYPE anything", "t AX M"],
  ["ALTER TABLE t ALTER ts TYPE timestamptz", "t AX M"],
  ["ALTER TABLE t ALTER tz TYPE timestamp", "t AX M"],
  ["ALTER TABLE t ALTER ts TYPE timestamptz USING ts AT TIME ZONE 'UTC'", "t AX R"],
  ["ALTER TABLE t ALTER checked TYPE varchar(100)", "t AX V"],
  ["ALTER TABLE t ALTER x TYPE varchar", "t AX I"],
  ["ALTER TABLE t ALTER cond TYPE varchar(100)", "t AX I"],
  ["ALTER TABLE t ALTER at TYPE timestamptz", "t AX I"],
  [`ALTER TABLE t ALTER say TYPE text COLLATE "POSIX"`, "t AX I"],
  ["ALTER TABLE t ALTER req TYPE bigint", "t AX R"],
  ["ALTER TABLE t ALTER v TYPE varchar(10)", "t AX R"],
  ["ALTER TABLE t ALTER n TYPE numeric(10,4)", "t AX R"],
  ["ALTER TABLE t ALTER n TYPE numeric(8,2)", "t AX R"],
  ["ALTER TABLE t ALTER u TYPE mood USING u::mood", "t AX R"],
  ["ALTER TABLE t ALTER i TYPE smallint", "t AX R"],
  ["ALTER TABLE parent ALTER id TYPE bigint", "child AX V, parent AX R"],
  ["ALTER TABLE parent ALTER code TYPE bigint", "cannot alter type of a column used by a view or rule"],
  ["ALTER TABLE t ALTER c TYPE varchar(5)", "t AX R"],
  ["ALTER TABLE t ALTER m TYPE text USING m::text", "t AX R"],
  ["ALTER TABLE t ALTER j TYPE jsonb", "t AX R"],
  ["ALTER TABLE t ALTER u TYPE uuid USING u::uuid", "t AX R"],
  ["ALTER TABLE t ALTER req TYPE positive", "t AX R"],
  ["ALTER TABLE t ALTER arr TYPE varchar(100)[]", "t AX R"],
  ["ALTER TABLE t ADD CHECK (req > 0)", "t AX V"],
  ["ALTER TABLE t ADD CHECK (req > 0) NOT VALID", "t AX M"],
  ["ALTER TABLE t VALIDATE CONSTRAINT later", "t SUE V"],
  ["ALTER TABLE child ADD FOREIGN KEY (other) REFERENCES parent", "child SRE V, parent SRE M"],
  ["ALTER TABLE child ADD FOREIGN KEY (other) REFERENCES parent NOT VALID", "child SRE M, parent SRE M"],
  ["ALTER TABLE child VALIDATE CONSTRAINT slow", "child SUE V, parent RS M"],
  ["ALTER TABLE child DROP CONSTRAINT child_parent_id_fkey", "child AX M, parent AX M"],
  ["ALTER TABLE child DROP parent_id", "child AX M, parent AX M"],
  ["DROP TABLE child", "child AX M, parent AX M"],
  ["CREATE TABLE fresh (parent_id integer REFERENCES parent)", "parent SRE M"],
  ["ALTER TABLE t ADD UNIQUE (req)", "t AX I"],
  ["ALTER TABLE t ADD PRIMARY KEY (req)", "t AX I"],
  ["ALTER TABLE t ADD UNIQUE USING INDEX t_id", "t AX M"],
  ["ALTER TABLE t ADD UNIQUE USING INDEX t_id DEFERRABLE INITIALLY DEFERRED", "t AX M"],
  ["ALTER TABLE t ADD PRIMARY KEY USING INDEX t_id", "t AX M"],
  ["ALTER TABLE t ADD EXCLUDE (req WITH =)", "t AX I"],
  ["CREATE INDEX ON t (req)", "t S I"],
  ["REINDEX INDEX t_w", "t S I"],
  ["CLUSTER t USING t_id", "t AX R"],
  ["DROP INDEX t_w", "t AX M"],
  ["CREATE INDEX CONCURRENTLY ON t (req)", refused("CREATE INDEX CONCURRENTLY")],
  ["DROP INDEX CONCURRENTLY t_w", refused("DROP INDEX CONCURRENTLY")],
  ["REINDEX INDEX CONCURRENTLY t_w", refused("REINDEX CONCURRENTLY")],
  ["ALTER INDEX t_w RENAME TO t_v", ""],
  ["ALTER TYPE mood ADD VALUE 'odd'", ""],
  ["ALTER TYPE mood RENAME VALUE 'sad' TO 'low'", ""],
  [
    "ALTER TABLE parts ATTACH PARTITION loose FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "loose AX V, parts SUE M",
  ],
  [
    "ALTER TABLE parts ATTACH PARTITION fitting FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
    "fitting AX M, parts SUE M",
  ],
  ["ALTER TABLE parts DETACH PARTITION part1", "part1 AX M, parts AX M", 14],
  [
    "ALTER TABLE parts DETACH PARTITION part1 CONCURRENTLY",
    refused("ALTER TABLE ... DETACH CONCURRENTLY"),
    14,
  ],
  ["CREATE TABLE part2 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')", "parts AX M"],
  ["CREATE INDEX ON parts (id)", "part1 S I, parts S M"],
  ["CREATE INDEX ON ONLY parts (id)", "parts S M"],
  ["ALTER INDEX split_id ATTACH PARTITION split1_id", ""],
  [
    "ALTER TABLE parts ADD FOREIGN KEY (id) REFERENCES parent NOT VALID",
    "parent SRE M, part1 SRE M, parts SRE M",
    18,
  ],
  [
    "ALTER TABLE parts ADD FOREIGN KEY (id) REFERENCES parent NOT VALID",
    'cannot add NOT VALID foreign key on partitioned table "parts" referencing relation "parent"',
    13,
    17,
  ],
  ["CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION noop()", "t SRE M"],
  ["ALTER TABLE t DISABLE TRIGGER noop", "t SRE M"],
  ["DROP TRIGGER noop ON t", "t AX M"],
  ["ALTER TABLE t ENABLE ROW LEVEL SECURITY", "t AX M"],
  ["CREATE RULE nothing AS ON DELETE TO t DO INSTEAD NOTHING", "t AX M"],
  ["CREATE POLICY everyone ON t USING (true)", "t AX M"],
  ["ALTER TABLE t OWNER TO limited", "t AX M"],
  ["REFRESH MATERIALIZED VIEW counted", "counted AX R"],
  ["REFRESH MATERIALIZED VIEW CONCURRENTLY counted", "counted X V"],
  ["ALTER TABLE t SET UNLOGGED", "t AX R"],
  ["UPDATE t SET i = 1", "t RX V"],
];

function refused(statement: string): string {
  return `${statement} cannot run inside a transaction block`;
}

describe.each(serverVersions)("what a statement is seen to do, on PostgreSQL %i", (version) => {
  it("is what is known of it", async () => {
    const cases = corpus.filter(([, , from = 13, to = 18]) => version >= from && version <= to);
    const seen = await withSession(version, async (session) => {
      for (const sql of version >= 18 ? [...world, ...worldOf18] : world) await session.query(sql);
      const observed: [string, string][] = [];
      for (const [sql] of cases) observed.push([sql, await takenBack(session, sql)]);
      return observed;
    });
    expect(seen).toEqual(cases.map(([sql, expected]) => [sql, expected]));
  });

  it("is known where the statement refuses a transaction", async () => {
    await withSession(version, async (session) => {
      for (const sql of world) await session.query(sql);
      expect(await costsOf(session, "CREATE INDEX CONCURRENTLY t_req ON t (req)")).toEqual("t SUE I");
      expect(await costsOf(session, "REINDEX INDEX CONCURRENTLY t_req")).toEqual("t SUE I");
      expect(await costsOf(session, "DROP INDEX CONCURRENTLY t_req")).toEqual("t SUE M");
      expect(await costsOf(session, "VACUUM FULL t")).toEqual("t AX R");
    });
  });
});

/** In a transaction that is taken back. */
async function takenBack(session: Session, sql: string): Promise<string> {
  await session.query("BEGIN");
  try {
    return await costsOf(session, sql);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await session.query("ROLLBACK");
  }
}

async function costsOf(session: Session, sql: string): Promise<string> {
  const observer = observerOver(session);
  const nothing = { statements: [], transaction: true };
  const migration = observer.watch({
    ...plannedMigration("One1700000000000", 1_700_000_000_000, nothing, nothing),
    instance: { up: () => observer.session.execute(sql), down: () => Promise.resolve() },
  });
  await migration.instance.up({} as QueryRunner);
  return observer.statements
    .flatMap(({ tables }) => tables)
    .map((cost) => `${cost.table.replace("public.", "")} ${shortLock(cost)} ${workOf(cost)}`)
    .sort()
    .join(", ");
}

const shortLock = ({ lock }: TableCost) =>
  Object.entries(locks).find(([, name]) => name === lock)?.[0] ?? lock;

function workOf({ rewritten, scanned, indexBuilt }: TableCost): Work {
  if (rewritten) return "R";
  if (indexBuilt) return "I";
  return scanned ? "V" : "M";
}
