import { plannedMigration } from "../../src/apply";
import { acceptedIn, factsOf, hazardsOf, rules } from "../../src/hazards";
import { inspect } from "../../src/proof";
import { configuration, empty } from "../proof/support";
import { withSession } from "../support/databases";
import { serverVersions } from "../support/servers";

/** What was there, what is done, and every hazard in it: `CODE subject`. */
interface Case {
  readonly before: readonly string[];
  readonly up: readonly string[];
  readonly expected: readonly string[];
  readonly transaction?: false;
}

const t = "CREATE TABLE t (id integer PRIMARY KEY, v varchar(50), n integer, k bigint)";
const parent = "CREATE TABLE parent (id integer PRIMARY KEY)";
const parts = "CREATE TABLE parts (id integer) PARTITION BY LIST (id)";
const stamp = `CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := 'x'; RETURN NEW; END $$`;
const counting = (name: string) =>
  `CREATE OR REPLACE FUNCTION ${name}() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM t); END $$`;

const cases: Readonly<Record<string, Case>> = {
  "a column is dropped": { before: [t], up: ["ALTER TABLE t DROP v"], expected: ["DATA_LOSS public.t.v"] },
  "a trigger's function names a column that is renamed": {
    before: [t, stamp, "CREATE TRIGGER stamp BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION stamp()"],
    up: ["ALTER TABLE t RENAME v TO value"],
    expected: ["RENAME_BREAKS_CODE public.t.v", "NAMED_IN_FUNCTION public.stamp()"],
  },
  "a function that nothing calls may name the column of another table": {
    before: [t, stamp],
    up: ["ALTER TABLE t RENAME v TO value"],
    expected: ["RENAME_BREAKS_CODE public.t.v"],
  },
  "functions name a table that is renamed, and one is replaced": {
    before: [t, counting("one"), counting("two")],
    up: ["ALTER TABLE t RENAME TO things", counting("two").replace("FROM t", "FROM things")],
    expected: ["RENAME_BREAKS_CODE public.t", "NAMED_IN_FUNCTION public.one()"],
  },
  "a table is dropped": { before: [t], up: ["DROP TABLE t"], expected: ["DATA_LOSS public.t"] },
  "a new table": {
    before: [t],
    up: [
      "CREATE TABLE fresh (id serial PRIMARY KEY, at timestamptz DEFAULT clock_timestamp())",
      "CREATE INDEX ON fresh (at)",
    ],
    expected: [],
  },
  "a type is widened, for which all rows are written": {
    before: [t],
    up: ["ALTER TABLE t ALTER n TYPE bigint"],
    expected: ["TABLE_REWRITE public.t"],
  },
  "a type is narrowed": {
    before: [t],
    up: ["ALTER TABLE t ALTER k TYPE integer"],
    expected: ["TYPE_NARROWING public.t.k", "TABLE_REWRITE public.t"],
  },
  "a length is narrowed": {
    before: [t],
    up: ["ALTER TABLE t ALTER v TYPE varchar(20)"],
    expected: ["TYPE_NARROWING public.t.v", "TABLE_REWRITE public.t"],
  },
  "a length is widened under a check": {
    before: [t, "ALTER TABLE t ADD CHECK (length(v) < 40)"],
    up: ["ALTER TABLE t ALTER v TYPE varchar(80)"],
    expected: ["TYPE_CHANGE_SCAN public.t"],
  },
  "a length is widened under an index of an expression": {
    before: [t, "CREATE INDEX ON t (lower(v))"],
    up: ["ALTER TABLE t ALTER v TYPE varchar(80)"],
    expected: ["BLOCKING_INDEX_BUILD public.t"],
  },
  "a key that others refer to is widened": {
    before: [parent, "CREATE TABLE child (id integer PRIMARY KEY CONSTRAINT f REFERENCES parent)"],
    up: ["ALTER TABLE parent ALTER id TYPE bigint"],
    expected: [
      "TABLE_REWRITE public.parent",
      "TYPE_CHANGE_SCAN public.child",
      "SEVERAL_EXCLUSIVE_STEPS public.child, public.parent",
    ],
  },
  "a column with all that it needs": {
    before: [t, parent],
    up: [
      "ALTER TABLE t ADD a integer DEFAULT 1 CHECK (a > 0), ADD b integer UNIQUE, ADD c integer DEFAULT 1 REFERENCES parent",
    ],
    expected: [
      "UNIQUE_OVER_ROWS public.t.t_b_key",
      "SCANNING_CONSTRAINT public.t",
      "BLOCKING_INDEX_BUILD public.t",
      "LOCKS_REFERENCED_TABLE public.parent",
      "FOREIGN_KEY_WITHOUT_INDEX public.t.t_c_fkey",
    ],
  },
  "a column that a domain looks at": {
    before: [t, "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)"],
    up: ["ALTER TABLE t ADD w positive"],
    expected: ["VOLATILE_DEFAULT public.t.w", "TABLE_REWRITE public.t"],
  },
  "a primary key takes over an index, and its column may be null": {
    before: ["CREATE TABLE s (id integer)", "CREATE UNIQUE INDEX s_id ON s (id)"],
    up: ["ALTER TABLE s ADD PRIMARY KEY USING INDEX s_id"],
    expected: ["NOT_NULL_SCAN public.s.id"],
  },
  "what refers to another table goes": {
    before: [
      parent,
      "CREATE TABLE child (id integer PRIMARY KEY CONSTRAINT f REFERENCES parent, p integer CONSTRAINT g REFERENCES parent)",
    ],
    up: ["ALTER TABLE child DROP p", "DROP TABLE child"],
    expected: [
      "DATA_LOSS public.child.p",
      "DATA_LOSS public.child",
      "SEVERAL_EXCLUSIVE_STEPS public.child, public.parent",
      "LOCKS_REFERENCED_TABLE public.parent",
      "LOCKS_REFERENCED_TABLE public.parent",
    ],
  },
  "a table is written anew outside of a transaction": {
    before: [t],
    up: ["VACUUM FULL t"],
    expected: ["TABLE_REWRITE public.t"],
    transaction: false,
  },
  "a length is widened": { before: [t], up: ["ALTER TABLE t ALTER v TYPE varchar(80)"], expected: [] },
  "a required column without a default": {
    before: [t],
    up: ["ALTER TABLE t ADD w integer NOT NULL"],
    expected: ["NOT_NULL_WITHOUT_DEFAULT public.t.w"],
  },
  "a volatile default": {
    before: [t],
    up: ["ALTER TABLE t ADD w double precision DEFAULT random()"],
    expected: ["VOLATILE_DEFAULT public.t.w", "TABLE_REWRITE public.t"],
  },
  "a stable default": { before: [t], up: ["ALTER TABLE t ADD w timestamptz DEFAULT now()"], expected: [] },
  "a column becomes NOT NULL": {
    before: [t],
    up: ["ALTER TABLE t ALTER n SET NOT NULL"],
    expected: ["NOT_NULL_SCAN public.t.n"],
  },
  "an index is built": {
    before: [t],
    up: ["CREATE INDEX t_n ON t (n)"],
    expected: ["BLOCKING_INDEX_BUILD public.t"],
  },
  "an index is built concurrently": {
    before: [t],
    up: ["CREATE INDEX CONCURRENTLY t_n ON t (n)"],
    expected: [],
    transaction: false,
  },
  "an index is built concurrently, unless one of its name is there": {
    before: [t],
    up: ["CREATE INDEX CONCURRENTLY IF NOT EXISTS t_n ON t (n)"],
    expected: ["INVALID_INDEX t_n"],
    transaction: false,
  },
  "a statement without a transaction beside another": {
    before: [t],
    up: ["ALTER TABLE t ADD w integer", "CREATE INDEX CONCURRENTLY t_w ON t (w)"],
    expected: ["MIXED_TRANSACTION statement 2"],
    transaction: false,
  },
  "a unique constraint": {
    before: [t],
    up: ["ALTER TABLE t ADD CONSTRAINT u UNIQUE (n)"],
    expected: ["UNIQUE_OVER_ROWS public.t.u", "BLOCKING_INDEX_BUILD public.t"],
  },
  "an exclusion constraint": {
    before: [t],
    up: ["ALTER TABLE t ADD CONSTRAINT e EXCLUDE (n WITH =)"],
    expected: ["BLOCKING_EXCLUSION public.t"],
  },
  "a check": {
    before: [t],
    up: ["ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0)"],
    expected: ["SCANNING_CONSTRAINT public.t"],
  },
  "a check that is validated by itself, when nothing stands in its way": {
    before: [t],
    up: [
      "DO $$ BEGIN IF EXISTS (SELECT FROM t WHERE NOT (n > 0)) THEN RAISE 'there are'; END IF; END $$",
      "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID",
      "ALTER TABLE t VALIDATE CONSTRAINT c",
    ],
    expected: [],
    transaction: false,
  },
  "a check that is validated in the same transaction, and nobody has looked": {
    before: [t],
    up: ["ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID", "ALTER TABLE t VALIDATE CONSTRAINT c"],
    expected: ["LONG_EXCLUSIVE_LOCK public.t", "UNLOOKED_CHECK public.t.c"],
  },
  "a check that is never validated": {
    before: [t],
    up: ["SELECT n FROM t", "ALTER TABLE t ADD CONSTRAINT c CHECK (n > 0) NOT VALID"],
    expected: ["UNVALIDATED_CONSTRAINT public.t.c"],
  },
  "a foreign key": {
    before: [t, parent],
    up: ["ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES parent"],
    expected: [
      "SCANNING_CONSTRAINT public.t",
      "LOCKS_REFERENCED_TABLE public.parent",
      "FOREIGN_KEY_WITHOUT_INDEX public.t.f",
    ],
  },
  "a foreign key in two steps": {
    before: [t, parent, "CREATE INDEX ON t (n)"],
    up: [
      "ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (n) REFERENCES parent NOT VALID",
      "ALTER TABLE t VALIDATE CONSTRAINT f",
    ],
    expected: [],
    transaction: false,
  },
  "a foreign key of a new table": {
    before: [parent],
    up: ["CREATE TABLE child (id integer PRIMARY KEY CONSTRAINT f REFERENCES parent)"],
    expected: ["LOCKS_REFERENCED_TABLE public.parent"],
  },
  "a foreign key is dropped": {
    before: [parent, "CREATE TABLE child (id integer PRIMARY KEY CONSTRAINT f REFERENCES parent)"],
    up: ["ALTER TABLE child DROP CONSTRAINT f"],
    expected: ["SEVERAL_EXCLUSIVE_STEPS public.child, public.parent", "LOCKS_REFERENCED_TABLE public.parent"],
  },
  "two tables in one transaction": {
    before: [t, parent],
    up: ["ALTER TABLE t ADD w integer", "ALTER TABLE parent ADD w integer"],
    expected: ["SEVERAL_EXCLUSIVE_STEPS public.t, public.parent"],
  },
  "an index built behind a lock": {
    before: [t],
    up: ["ALTER TABLE t ADD w integer", "CREATE INDEX t_w ON t (w)"],
    expected: ["BLOCKING_INDEX_BUILD public.t", "LONG_EXCLUSIVE_LOCK public.t"],
  },
  "a table and a column are renamed": {
    before: [t],
    up: ["ALTER TABLE t RENAME TO things", "ALTER TABLE things RENAME v TO value"],
    expected: ["RENAME_BREAKS_CODE public.t", "RENAME_BREAKS_CODE public.things.v"],
  },
  "what depends on it goes along": {
    before: [t, "CREATE VIEW looking AS SELECT n FROM t"],
    up: ["ALTER TABLE t DROP n CASCADE"],
    expected: ["DATA_LOSS public.t.n", "CASCADE t"],
  },
  "all rows are written": {
    before: [t],
    up: ["UPDATE t SET n = k + 1", "UPDATE t SET n = 1 WHERE id = 4"],
    expected: ["UNBATCHED_WRITE t"],
  },
  "all rows are deleted, whatever it looks like": {
    before: [t],
    up: [
      "DELETE FROM t WHERE true",
      "WITH gone AS (DELETE FROM public.t RETURNING id) SELECT count(*) FROM gone",
      "DO $$ BEGIN IF true THEN DELETE FROM t; END IF; END $$",
      "CREATE TABLE fresh (id integer); DELETE FROM fresh; DELETE FROM t WHERE id < 4",
    ],
    expected: [
      "DELETES_ALL_ROWS t",
      "DELETES_ALL_ROWS public.t",
      "DELETES_ALL_ROWS t",
      "UNBATCHED_WRITE t",
      "UNBATCHED_WRITE public.t",
      "UNBATCHED_WRITE t",
    ],
  },
  "values are replaced by others that have nothing of them": {
    before: [t],
    up: [
      "ALTER TABLE t ADD fresh text",
      "UPDATE t SET fresh = 'x', n = NULL, k = k + 1",
      "ALTER TABLE t ALTER v TYPE varchar(50) USING NULL",
    ],
    expected: [
      "VALUES_OVERWRITTEN t.n",
      "VALUES_OVERWRITTEN t.v",
      "TABLE_REWRITE public.t",
      "LONG_EXCLUSIVE_LOCK public.t",
      "UNBATCHED_WRITE t",
    ],
  },
  "a transaction is ended by what runs in it": {
    before: [t],
    up: ["CREATE TABLE one (id integer)", "COMMIT", "CREATE TABLE two (id integer)"],
    expected: ["OWN_COMMIT COMMIT"],
  },
  "a table is emptied": {
    before: [t],
    up: ["TRUNCATE t"],
    expected: ["TRUNCATE t"],
  },
  "a sequence stays narrow": {
    before: ["CREATE TABLE s (id serial)"],
    up: ["ALTER TABLE s ALTER id TYPE bigint"],
    expected: ["TABLE_REWRITE public.s", "NARROW_SEQUENCE public.s_id_seq"],
  },
  "an index is dropped": {
    before: [t, "CREATE INDEX t_n ON t (n)"],
    up: ["DROP INDEX t_n"],
    expected: ["BLOCKING_INDEX_DROP t_n"],
  },
  "an index is dropped with its column, and another concurrently": {
    before: [t, "CREATE INDEX t_n ON t (n)", "CREATE INDEX t_k ON t (k)"],
    up: ["DROP INDEX CONCURRENTLY t_k", "DROP INDEX t_n", "ALTER TABLE t DROP n"],
    expected: ["DATA_LOSS public.t.n", "MIXED_TRANSACTION statement 1"],
    transaction: false,
  },
  "a stored generated column": {
    before: [t],
    up: ["ALTER TABLE t ADD w integer GENERATED ALWAYS AS (n + 1) STORED"],
    expected: ["STORED_COLUMN public.t.w", "TABLE_REWRITE public.t"],
  },
  "a materialized view is filled": {
    before: [t, "CREATE MATERIALIZED VIEW m AS SELECT id FROM t", "CREATE UNIQUE INDEX ON m (id)"],
    up: ["REFRESH MATERIALIZED VIEW CONCURRENTLY m", "REFRESH MATERIALIZED VIEW m"],
    expected: ["BLOCKING_REFRESH m"],
    transaction: false,
  },
  "an index of a partitioned table, though no partition is there": {
    before: [parts],
    up: ["CREATE INDEX whole ON parts (id)", "CREATE INDEX apart ON ONLY parts (id)"],
    expected: ["BLOCKING_INDEX_BUILD public.parts"],
  },
  "a table becomes a partition": {
    before: [parts, "CREATE TABLE b (id integer)"],
    up: ["ALTER TABLE parts ATTACH PARTITION b FOR VALUES IN (2)"],
    expected: ["PARTITION_SCAN public.b"],
  },
  "a table becomes a partition, as a check says already": {
    before: [parts, "CREATE TABLE b (id integer NOT NULL CHECK (id = 2))"],
    up: ["ALTER TABLE parts ATTACH PARTITION b FOR VALUES IN (2)"],
    expected: [],
  },
  "a partition comes, and another goes": {
    before: [parts, "CREATE TABLE a PARTITION OF parts FOR VALUES IN (1)"],
    up: ["CREATE TABLE b PARTITION OF parts FOR VALUES IN (2)", "ALTER TABLE parts DETACH PARTITION a"],
    expected: ["LOCKS_PARTITIONED_TABLE parts", "LOCKS_PARTITIONED_TABLE parts"],
    transaction: false,
  },
  "triggers do not see what is written": {
    before: [t],
    up: ["ALTER TABLE t DISABLE TRIGGER ALL"],
    expected: ["STOPPED_TRIGGERS all on t"],
  },
  "a time without a zone": {
    before: [t],
    up: ["ALTER TABLE t ADD at timestamp"],
    expected: ["TIMESTAMP_WITHOUT_TIME_ZONE public.t.at"],
  },
};

describe.each(serverVersions)("the rules, on PostgreSQL %i", (version) => {
  it("find what they are about, and nothing else", async () => {
    await withSession(version, async (session) => {
      for (const [name, { before, up, expected, transaction = true }] of Object.entries(cases)) {
        await empty(session);
        for (const sql of before) await session.query(sql);
        const statements = up.map((sql) => ({ sql, transactional: true, afterCommit: false, changes: [] }));
        const nothing = { statements: [], transaction };
        const migration = plannedMigration(
          "One1700000000000",
          1_700_000_000_000,
          { statements, transaction },
          nothing,
        );
        const seen = await inspect(configuration, session, migration);
        const steps = await Promise.all(
          seen.steps.map(async (step) => ({ ...step, facts: await factsOf(step.sql) })),
        );
        const hazards = hazardsOf({ ...seen, steps, transaction, planned: false });
        const found = hazards.map(({ code, subject }) => `${code} ${subject}`);
        expect([name, ...found]).toEqual([name, ...expected]);
      }
    });
  });
});

describe("the list of rules", () => {
  it("has a code for each, and a case above", () => {
    const codes = rules.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    const tested = new Set(
      Object.values(cases).flatMap(({ expected }) => expected.map((line) => line.split(" ")[0])),
    );
    expect([...codes].filter((code) => !tested.has(code))).toEqual([]);
  });
});

describe("accepting a hazard in the file", () => {
  it("takes the code and the reason from a comment", () => {
    expect([...acceptedIn("x\n  // schema-accept TABLE_REWRITE: it has forty rows\n")]).toEqual([
      ["TABLE_REWRITE", "it has forty rows"],
    ]);
    expect([...acceptedIn("-- schema-accept CASCADE: meant")]).toEqual([["CASCADE", "meant"]]);
    expect([...acceptedIn("/* schema-accept CASCADE: meant */")]).toEqual([["CASCADE", "meant"]]);
  });

  it("wants a reason, and a code that there is", () => {
    expect(() => acceptedIn("// schema-accept CASCADE:")).toThrow("without a reason");
    expect(() => acceptedIn("// schema-accept CASCAD: meant")).toThrow("CASCAD, which there is not");
  });
});
