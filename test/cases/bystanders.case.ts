import { Column, Entity, Index, PrimaryColumn, ViewColumn, ViewEntity } from "typeorm";
import { type Case, kept } from "./support/case";
import { entityOf, withColumn } from "./support/entities";

const t = (type: "int" | "bigint" | "varchar" | "text" = "int") => withColumn({ type });
const letters = (...labels: string[]) =>
  withColumn({ type: "enum", enum: labels, enumName: "letter", default: "a" });

function viewed(type: "int" | "bigint", materialized: boolean) {
  @Entity("t")
  class T {
    @PrimaryColumn({ type: "int" })
    id!: number;
    @Column({ type })
    c!: string;
  }
  @ViewEntity({ name: "v", expression: "SELECT id, c FROM t", materialized })
  class V {
    @ViewColumn()
    id!: number;
  }
  if (materialized) Index("v_id", ["id"])(V);
  return [T, V];
}

const computed = (expression: string) =>
  withColumn({ type: "int", generatedType: "STORED", asExpression: expression, nullable: true });

const rows = "INSERT INTO t VALUES (1, 2)";
const audit = `
  CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`;
const count = (catalog: string, where: string) => kept(`SELECT count(*)::int FROM ${catalog} WHERE ${where}`);

/** What no entity describes stays what it is, and where PostgreSQL wants it out of the way, it is put back. */
const cases: Case[] = [
  {
    title: "views of views made by hand over a retyped column",
    before: t(),
    after: t("bigint"),
    byHand: `CREATE VIEW hand AS SELECT id, c FROM t WHERE c > 0; CREATE VIEW above AS SELECT c FROM hand;
      CREATE MATERIALIZED VIEW kept AS SELECT c FROM above; CREATE INDEX kept_c ON kept ((c + 1));
      COMMENT ON VIEW hand IS 'by hand'; GRANT SELECT ON above TO limited; ALTER VIEW hand SET (security_barrier = true)`,
    rows,
    expectRows: [
      kept("SELECT id, c::text FROM hand"),
      kept("SELECT obj_description('hand'::regclass), reloptions::text FROM pg_class WHERE relname = 'hand'"),
      kept("SELECT has_table_privilege('limited', 'above', 'SELECT')"),
    ],
  },
  {
    title: "a view made by hand that reads a table of nobody's too",
    before: t(),
    after: t("bigint"),
    byHand: `CREATE TYPE mood AS ENUM ('glad'); CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql AS 'SELECT $1 * 2';
      CREATE TABLE stranger (id serial PRIMARY KEY, mood mood DEFAULT 'glad', n int DEFAULT twice(1));
      CREATE INDEX stranger_n ON stranger (n);
      CREATE VIEW hand AS SELECT s.id, s.mood, twice(s.n) AS n, t.c FROM t JOIN stranger s ON s.id = t.id GROUP BY s.id, t.c`,
    rows: `${rows}; INSERT INTO stranger DEFAULT VALUES`,
    expectRows: [kept("SELECT id, mood::text, n, c::text FROM hand")],
  },
  {
    title: "a view made by hand that reads other columns stays where it is",
    before: t(),
    after: t("bigint"),
    byHand: "CREATE VIEW hand AS SELECT id FROM t",
    rows,
    expectRows: [kept("SELECT 'hand'::regclass::oid::text")],
  },
  {
    title: "a policy and triggers on a retyped column",
    before: t(),
    after: t("bigint"),
    byHand: `${audit}; ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      CREATE POLICY few ON t AS RESTRICTIVE FOR SELECT TO limited, PUBLIC USING (c > 1);
      CREATE POLICY fresh ON t FOR INSERT WITH CHECK (c <> 3);
      CREATE TRIGGER of_column BEFORE UPDATE OF c ON t FOR EACH ROW EXECUTE FUNCTION audit();
      CREATE TRIGGER when_changed AFTER UPDATE ON t FOR EACH ROW WHEN (OLD.c <> NEW.c) EXECUTE FUNCTION audit();
      ALTER TABLE t DISABLE TRIGGER of_column; COMMENT ON TRIGGER when_changed ON t IS 'it''s by hand'`,
    rows,
    expectRows: [
      kept(`SELECT polname, polcmd::text, polpermissive, polroles::regrole[]::text, pg_get_expr(polqual, polrelid),
              pg_get_expr(polwithcheck, polrelid) FROM pg_policy ORDER BY polname`),
      kept(`SELECT tgname, tgenabled::text, pg_get_triggerdef(oid), obj_description(oid, 'pg_trigger')
              FROM pg_trigger ORDER BY tgname`),
    ],
  },
  {
    title: "a policy on the column of an enum that is made anew",
    before: letters("a", "b", "c"),
    after: letters("a", "b"),
    byHand: "CREATE POLICY few ON t USING (c = 'a')",
    rows: "INSERT INTO t VALUES (1, 'b')",
    expectRows: [kept("SELECT id, c::text FROM t"), count("pg_policy", "polname = 'few'")],
  },
  {
    title: "a rule and a trigger on a view that is made anew",
    before: viewed("int", false),
    after: viewed("bigint", false),
    byHand: `${audit}; CREATE TRIGGER into_view INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION audit();
      CREATE RULE out_of_view AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE t.id = OLD.id`,
    rows,
    expectRows: [
      count("pg_trigger", "tgname = 'into_view'"),
      { query: "DELETE FROM v WHERE id = 7", up: [], down: [] },
    ],
  },
  {
    title: "an index on an expression of a materialized view that is made anew",
    before: viewed("int", true),
    after: viewed("bigint", true),
    byHand: "CREATE INDEX by_hand ON v ((c + 1)); CREATE UNIQUE INDEX including ON v (id) INCLUDE (c)",
    rows,
  },
  {
    title: "an index on an expression of a generated column that is made anew",
    before: computed("id * 2"),
    after: computed("id * 3"),
    byHand: `CREATE INDEX by_hand ON t ((c + 1)); CREATE VIEW hand AS SELECT c FROM t; CREATE STATISTICS s ON id, c FROM t;
      GRANT SELECT (c) ON t TO limited`,
    rows: "INSERT INTO t (id) VALUES (4)",
    expectRows: [
      { query: "SELECT c FROM hand", up: [[12]], down: [[8]] },
      count("pg_statistic_ext", "stxname = 's'"),
      kept("SELECT has_column_privilege('limited', 't', 'c', 'SELECT')"),
    ],
  },
  {
    title: "statistics of a column that goes, and what others may do with it, come back with it",
    before: withColumn({ type: "int", nullable: true }),
    after: withColumn(null),
    byHand: `CREATE STATISTICS s (dependencies) ON id, c FROM t; COMMENT ON STATISTICS s IS 'by hand';
      GRANT SELECT (c), UPDATE (c) ON t TO limited; GRANT SELECT (id) ON t TO PUBLIC`,
    rows,
    expectRows: [
      {
        query: `SELECT (SELECT obj_description(oid, 'pg_statistic_ext') FROM pg_statistic_ext) AS note,
                  (SELECT string_agg(attname || attacl::text, ' ') FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'id') AS id,
                  (SELECT string_agg(a.attname::text, ' ') FROM pg_attribute a
                    WHERE attrelid = 't'::regclass AND has_column_privilege('limited', attrelid, attnum, 'UPDATE')) AS updatable`,
        up: [[null, "id{=r/postgres}", null]],
        down: [["by hand", "id{=r/postgres}", "c"]],
      },
    ],
  },
  {
    title: "statistics of a column of another type stay where they are",
    before: t(),
    after: t("bigint"),
    byHand: "CREATE STATISTICS s ON id, c FROM t",
    rows,
    expectRows: [count("pg_statistic_ext", "stxname = 's'")],
  },
  {
    title: "an index on an expression of a column that goes",
    before: t(),
    after: withColumn(null),
    byHand: "CREATE INDEX by_hand ON t ((c + 1), id)",
  },
  {
    title: "what hangs on a table that goes comes back with it",
    before: [...t(), entityOf("other", { id: { type: "int", primary: true } })],
    after: [entityOf("other", { id: { type: "int", primary: true } })],
    byHand: `${audit}; ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
      CREATE POLICY few ON t USING (c > 1); CREATE INDEX by_hand ON t ((c + 1));
      CREATE TRIGGER of_column BEFORE UPDATE OF c ON t FOR EACH ROW EXECUTE FUNCTION audit();
      CREATE RULE loud AS ON DELETE TO t DO ALSO NOTIFY gone; CREATE STATISTICS s ON id, c FROM t;
      GRANT SELECT, INSERT ON t TO limited; GRANT UPDATE (c) ON t TO limited WITH GRANT OPTION`,
    expectRows: [
      {
        query: `SELECT (SELECT count(*) FROM pg_policy)::int AS policies, (SELECT count(*) FROM pg_trigger)::int AS triggers,
                  (SELECT count(*) FROM pg_rewrite WHERE rulename = 'loud')::int AS rules,
                  (SELECT relrowsecurity AND relforcerowsecurity FROM pg_class WHERE relname = 't') AS secured,
                  (SELECT count(*) FROM pg_statistic_ext)::int AS statistics,
                  (SELECT has_table_privilege('limited', oid, 'INSERT') AND has_column_privilege('limited', oid, 'c', 'UPDATE WITH GRANT OPTION')
                     FROM pg_class WHERE relname = 't') AS allowed`,
        up: [[0, 0, 0, null, 0, null]],
        down: [[1, 1, 1, true, 1, true]],
      },
    ],
  },
  {
    title: "an enum made anew that a table of nobody's uses",
    before: letters("a", "b", "c"),
    after: letters("a", "b"),
    byHand: `CREATE TABLE stranger (x letter DEFAULT 'b', y letter[]); CREATE VIEW hand AS SELECT x FROM stranger;
      CREATE INDEX stranger_x ON stranger (x) WHERE x = 'a'`,
    rows: "INSERT INTO stranger (y) VALUES ('{a,b}')",
    expectRows: [
      kept("SELECT x::text, y::text FROM stranger"),
      kept("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'stranger'::regclass"),
    ],
  },
  {
    title: "a sequence of nobody's that a default draws from",
    before: withColumn({ type: "text", nullable: true }),
    after: withColumn({ type: "int", nullable: true, default: () => "nextval('numbers')" }),
    byHand: "CREATE SEQUENCE numbers START 7",
    rows: "INSERT INTO t VALUES (1, '2')",
    expectRows: [
      kept("SELECT id, c::text FROM t WHERE id = 1"),
      { query: "INSERT INTO t VALUES (2) RETURNING c::text", up: [["7"]], down: null },
    ],
  },
  {
    title: "what extensions own, and where one is installed",
    before: withColumn({ type: "text" }),
    after: withColumn({ type: "citext" }),
    byHand: `CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE EXTENSION pg_stat_statements;
      CREATE EXTENSION pg_buffercache`,
    rows: "INSERT INTO t VALUES (1, 'a')",
    expectRows: [kept("SELECT c::text FROM t"), count("pg_extension", "extname ~ '^pg_'")],
  },
  {
    title: "an enum that only a table of nobody's still uses",
    before: letters("a", "b"),
    after: t("text"),
    byHand: "CREATE TABLE stranger (x letter)",
  },
];

export default cases;
