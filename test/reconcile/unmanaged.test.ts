import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { TableOptions } from "../../src";
import { differenceJson, differenceText } from "../../src/report/difference";
import { differenceOf, synchronize } from "../support/comparison";
import { createDatabase, execute, serverVersions, type TestDatabase } from "../support/servers";

@Entity()
@TableOptions({ fillfactor: 70 })
class Account {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column()
  email!: string;
}

/** What a database gathers over the years, beside its entities. */
const byHand = [
  "CREATE INDEX by_lower ON account (lower(email))",
  "CREATE INDEX by_include ON account (id) INCLUDE (email)",
  "CREATE INDEX by_class ON account (email text_pattern_ops)",
  "CREATE INDEX by_order ON account (email DESC)",
  "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
  "CREATE TRIGGER touch BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION touch()",
  "CREATE POLICY own ON account FOR SELECT USING (true)",
  "ALTER TABLE account ENABLE ROW LEVEL SECURITY",
  "CREATE RULE quiet AS ON DELETE TO account WHERE old.id = 0 DO INSTEAD NOTHING",
  "GRANT SELECT ON account TO PUBLIC",
  "GRANT UPDATE (email) ON account TO PUBLIC",
  "ALTER TABLE account SET (fillfactor = 70, parallel_workers = 2)",
  "CREATE STATISTICS correlated (dependencies) ON id, email FROM account",
  "CREATE TABLE heir (extra int) INHERITS (account)",
  "CREATE PUBLICATION changes FOR TABLE account",
  "ALTER TABLE account REPLICA IDENTITY FULL",
  "CREATE PROCEDURE tidy() LANGUAGE sql AS 'SELECT 1'",
  "CREATE AGGREGATE total(int) (sfunc = int4pl, stype = int)",
  "CREATE DOMAIN amount AS numeric CHECK (value > 0)",
  "CREATE TYPE pair AS (a int, b int)",
  "CREATE TYPE span AS RANGE (subtype = date)",
  "CREATE TYPE mood AS ENUM ('sad')",
  "CREATE SEQUENCE tickets",
  `CREATE COLLATION german FROM "C"`,
  "CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)",
  "CREATE FOREIGN DATA WRAPPER nothing",
  "CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing",
  "CREATE FOREIGN TABLE far (id int) SERVER elsewhere",
  "CREATE EXTENSION citext",
  "CREATE SCHEMA audit",
  "GRANT USAGE ON SCHEMA audit TO PUBLIC",
  "CREATE TABLE audit.log (id serial PRIMARY KEY, day date) ",
  "CREATE INDEX in_log ON audit.log (day)",
  "CREATE VIEW recent AS SELECT 1 AS one",
  "CREATE TABLE metrics (at date, id int) PARTITION BY RANGE (at)",
  "CREATE TABLE metrics_1 PARTITION OF metrics FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
  "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
  "CREATE TABLE migrations (id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL)",
];

const listed = `No difference: the database is what the entities say.

Left alone, since entities do not say it:

By themselves
  schema audit
  extension public.citext
  enum public.mood
  sequence public.tickets
  table audit.log  of no entity
  table public.heir  of no entity
  table public.metrics  of no entity
  view public.recent  of no entity
  grant to PUBLIC on audit  USAGE
  aggregate public.total(integer)  integer
  collation public.german
  composite type public.pair
  domain public.amount  numeric
  foreign table public.far  elsewhere
  function public.touch()  trigger
  operator public.===
  procedure public.tidy()
  range type public.span
  default privileges of postgres  on tables
  foreign server elsewhere

public.account
  index by_class  (email text_pattern_ops)
  index by_include  (id) including email
  index by_lower  (lower((email)::text))
  index by_order  (email DESC)
  child table public.heir
  grant to PUBLIC  SELECT
  grant to PUBLIC  UPDATE (email)
  policy own  SELECT
  publication changes
  replica identity FULL
  row level security ENABLE
  rule quiet  CREATE RULE quiet AS ON DELETE TO public.account WHERE (old.id = 0) DO INSTEAD NOTHING;
  statistics correlated  CREATE STATISTICS public.correlated (dependencies) ON id, email FROM public.account
  storage parameter parallel_workers  parallel_workers=2
  trigger touch  BEFORE UPDATE ON public.account FOR EACH ROW EXECUTE FUNCTION public.touch()`;

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(version);
    await synchronize(database.url, [Account]);
    await execute(database.url, ...byHand);
  });
  afterAll(() => database.drop());

  test("what entities cannot say is left alone, and listed on demand", async () => {
    const found = await differenceOf(database.url, [Account], { unmanaged: true });
    expect(found.changes).toEqual([]);
    expect(differenceText(found, "schema diff")).toBe(listed);
    expect(differenceJson(found, "schema diff")).toMatchObject({
      unmanaged: expect.arrayContaining([
        { kind: "policy", schema: "public", table: "account", name: "own", detail: "SELECT" },
        { kind: "table", schema: "audit", table: null, name: "log", detail: "of no entity" },
      ]),
    });
  });

  test("it is not looked for otherwise", async () => {
    const found = await differenceOf(database.url, [Account]);
    expect(found.unmanaged).toBeNull();
    expect(differenceText(found, "schema diff")).toBe(
      "No difference: the database is what the entities say.",
    );
  });
});

describe("partitions", () => {
  test("of an entity's table are listed with it", async () => {
    @Entity()
    class Metric {
      @PrimaryGeneratedColumn("identity")
      id!: number;
    }
    const { url, drop } = await createDatabase(18);
    try {
      await execute(
        url,
        `CREATE TABLE metric (id int GENERATED BY DEFAULT AS IDENTITY, CONSTRAINT "PK_7d24c075ea2926dd32bd1c534ce" PRIMARY KEY (id)) PARTITION BY RANGE (id)`,
        "CREATE TABLE metric_1 PARTITION OF metric FOR VALUES FROM (0) TO (10)",
      );
      const { changes, unmanaged } = await differenceOf(url, [Metric], { unmanaged: true });
      expect(changes).toEqual([]);
      expect(unmanaged).toEqual([
        {
          kind: "partition",
          schema: "public",
          table: "metric",
          name: "public.metric_1",
          detail: "FOR VALUES FROM (0) TO (10)",
        },
      ]);
    } finally {
      await drop();
    }
  });
});
