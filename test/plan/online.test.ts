import { plannedMigration } from "../../src/apply";
import { readAttachments, readCatalog } from "../../src/catalog";
import { noValues, type Plan, type Strategy } from "../../src/change";
import { diff } from "../../src/diff";
import { hazardsOf, stepsOf } from "../../src/hazards";
import { keepAttachments, planWay, withoutLeftovers } from "../../src/plan";
import type { Session } from "../../src/postgres";
import { prove } from "../../src/proof";
import type { Schema } from "../../src/schema";
import { configuration, empty, schemaAfter } from "../proof/support";
import { withSession } from "../support/databases";
import { serverVersions } from "../support/servers";
import { forms, type OnlineForm, rows } from "./online-forms";

interface Way {
  readonly current: Schema;
  readonly desired: Schema;
  readonly up: Plan;
  readonly down: Plan;
}

async function wayOf(session: Session, form: OnlineForm, strategy: Strategy): Promise<Way> {
  const current = await schemaAfter(session, form.before);
  const desired = await schemaAfter(session, form.after);
  const up = planWay(current, desired, noValues, { strategy, version: null }, diff);
  return {
    current,
    desired,
    up,
    down: planWay(desired, current, noValues, { strategy, version: null }, diff),
  };
}

/** What proving the way shows to be dangerous about it: `CODE subject`. */
async function hazards(session: Session, way: Way): Promise<string[]> {
  const { up, down, current, desired } = way;
  await empty(session);
  const migration = plannedMigration("One1700000000000", 1_700_000_000_000, up, down);
  const scratch = { session, version: 0, label: "", uncarried: [], passedOver: [] };
  const proof = await prove(configuration, scratch, { ...way, migration, attachments: [], byHand: null });
  await empty(session);
  const { transaction } = migration;
  const steps = await stepsOf(up, proof.up);
  const found = hazardsOf({
    steps,
    before: current,
    after: desired,
    foundation: [],
    attachments: [],
    transaction,
    planned: true,
  });
  return found.map(({ code, subject }) => `${code} ${subject}`);
}

/** As a script sends it. */
async function run(session: Session, { statements }: Plan): Promise<void> {
  for (const { sql } of statements) await session.query(sql);
}

/** As code sends it. */
async function runListed(session: Session, { statements }: Plan): Promise<string[]> {
  const sent: string[] = [];
  for (const { sql, listed } of statements) {
    const each = listed === undefined ? [{ sql }] : await session.query<{ sql: string }>(listed);
    for (const { sql: text } of each) await session.query(text);
    sent.push(...each.map(({ sql: text }) => text));
  }
  return sent;
}

describe.each(serverVersions)("an online form, on PostgreSQL %i", (version) => {
  test.each(forms)("of $title has none of the hazards of the plain one", async (form) => {
    await withSession(version, async (session) => {
      const online = await hazards(session, await wayOf(session, form, "online"));
      const simple = await hazards(session, await wayOf(session, form, "simple"));
      expect(online).toEqual(form.keeps ?? []);
      expect(simple.filter((hazard) => !online.includes(hazard)).sort()).toEqual([...form.avoids].sort());
    });
  });

  test.each(forms)("of $title keeps the rows, there and back", async (form) => {
    await withSession(version, async (session) => {
      const way = await wayOf(session, form, "online");
      for (const sql of [...form.before, ...rows]) await session.query(sql);
      const [start, before] = [await readCatalog(session), await session.query(form.kept)];
      await run(session, way.up);
      expect(diff(await readCatalog(session), way.desired)).toEqual([]);
      expect((await session.query(form.kept)).map(plain)).toEqual(before.map(plain));
      await session.query("INSERT INTO teams (name) VALUES ('one more')");
      await session.query("INSERT INTO users (email, age) VALUES ('one more', 40)");
      await session.query("DELETE FROM users WHERE email = 'one more'");
      await run(session, way.down);
      expect(diff(await readCatalog(session), start)).toEqual([]);
      expect((await session.query(form.kept)).map(plain)).toEqual(before.map(plain));
    });
  });
});

/** Whatever the driver makes of a number's width, and without what came with the form. */
const plain = (row: unknown) => {
  const { token: _, number: __, ...rest } = row as Record<string, unknown>;
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)]));
};

describe("what has nobody to wait for", () => {
  test.each([
    ["a nullable column", ["ALTER TABLE t ADD a integer"]],
    ["a default that is the same for all rows", ["ALTER TABLE t ADD a timestamptz NOT NULL DEFAULT now()"]],
    ["a longer text", ["ALTER TABLE t ALTER v TYPE varchar(80)"]],
    [
      "a new table with all that is on it",
      [
        "CREATE TABLE n (id serial PRIMARY KEY, t integer REFERENCES t, u uuid UNIQUE, CHECK (t > 0))",
        "CREATE INDEX ON n (t)",
      ],
    ],
    ["an index that goes with its column", ["DROP INDEX t_n", "ALTER TABLE t DROP n"]],
  ])("stays in one transaction: %s", async (_, change) => {
    const t = [
      "CREATE TABLE t (id integer PRIMARY KEY, v varchar(50), n integer)",
      "CREATE INDEX t_n ON t (n)",
    ];
    await withSession(18, async (session) => {
      const form = { title: "", before: t, after: [...t, ...change], avoids: [], kept: "" };
      const online = await wayOf(session, form, "online");
      const simple = await wayOf(session, form, "simple");
      expect(online.up.transaction).toBe(true);
      expect(online.up).toEqual(simple.up);
    });
  });
});

describe("what PostgreSQL has no online form for", () => {
  const t = [
    "CREATE TABLE t (id integer PRIMARY KEY, x integer, y integer, z integer, CONSTRAINT apart EXCLUDE (x WITH =))",
    "ALTER TABLE t ADD twice integer GENERATED ALWAYS AS (y * 2) STORED",
    "CREATE MATERIALIZED VIEW v AS SELECT z FROM t",
  ];
  const computed =
    "PostgreSQL computes it for all rows as it is added, and makes no column generated afterwards";

  test.each([
    [
      "what is added",
      [
        ...t,
        "ALTER TABLE t ADD CONSTRAINT e EXCLUDE (z WITH =)",
        "ALTER TABLE t ADD m integer GENERATED ALWAYS AS (x + 1) STORED",
      ],
      ["public.t.e: PostgreSQL has no other way to build an exclusion constraint", `public.t.m: ${computed}`],
    ],
    [
      "types of columns under what cannot follow",
      t.map((sql) => sql.replace("x integer, y integer, z integer", "x bigint, y bigint, z bigint")),
      [
        `public.t.twice: ${computed}`,
        "public.t.x: PostgreSQL builds no second index for the exclusion constraint apart",
        "public.t.y: PostgreSQL computes column twice from it, and makes no column generated afterwards",
        "public.t.z: the materialized view public.v reads it",
      ],
    ],
  ])("is written plainly, with the reason: %s", async (_, after, reasons) => {
    await withSession(18, async (session) => {
      const { up } = await wayOf(session, { title: "", before: t, after, avoids: [], kept: "" }, "online");
      expect(up.statements.flatMap(({ plainly }) => plainly ?? []).sort()).toEqual(reasons);
    });
  });
});

describe.each(serverVersions)("what people hung on a table, on PostgreSQL %i", (version) => {
  const policy = "CREATE POLICY own ON t USING (n > 0)";
  const before = ["CREATE TABLE t (id integer PRIMARY KEY, n integer)", policy];
  const after = ["CREATE TABLE t (id integer PRIMARY KEY, n bigint)"];
  const form = { title: "", before, after, avoids: [], kept: "" };

  it("is missing at no moment while a column is retyped through a copy", async () => {
    await withSession(version, async (session) => {
      const way = await wayOf(session, form, "online");
      for (const sql of before) await session.query(sql);
      const attachments = await readAttachments(session);
      const up = keepAttachments(way.up, attachments, { before: way.current, after: way.desired });
      for (const { sql } of up.statements) {
        await session.query(sql);
        expect(await session.query("SELECT polname FROM pg_policy")).toEqual([{ polname: "own" }]);
      }
      expect(diff(await readCatalog(session), way.desired)).toEqual([]);
    });
  });

  it("and an index that somebody made by hand keeps the column from being replaced", async () => {
    await withSession(version, async (session) => {
      const way = await wayOf(session, { ...form, before: before.slice(0, 1) }, "online");
      for (const sql of before.slice(0, 1)) await session.query(sql);
      await session.query("CREATE INDEX by_hand ON t ((n + 1))");
      await expect(run(session, way.up)).rejects.toThrow("index by_hand: no entity says so");
    });
  });
});

describe("views that step aside, beside what refuses a transaction", () => {
  it("are missing at no moment", async () => {
    const views = [
      "CREATE VIEW longer AS SELECT v, n FROM t",
      "CREATE VIEW longest AS SELECT max(v) AS v FROM longer",
    ];
    const before = ["CREATE TABLE t (id integer PRIMARY KEY, v varchar(50), n integer)", ...views];
    const after = [...before, "CREATE INDEX t_n ON t (n)"].map((sql) => sql.replace("(50)", "(80)"));
    const there = "SELECT relname FROM pg_class WHERE relkind = 'v' AND relname LIKE 'long%' ORDER BY 1";
    await withSession(18, async (session) => {
      const way = await wayOf(session, { title: "", before, after, avoids: [], kept: "" }, "online");
      for (const sql of before) await session.query(sql);
      expect(way.up.transaction).toBe(false);
      for (const { sql } of way.up.statements) {
        await session.query(sql);
        expect(await session.query(there)).toEqual([{ relname: "longer" }, { relname: "longest" }]);
      }
      expect(diff(await readCatalog(session), way.desired)).toEqual([]);
    });
  });
});

describe.each(serverVersions)("a partitioned table, on PostgreSQL %i", (version) => {
  const parts = [
    "CREATE TABLE owners (id integer PRIMARY KEY)",
    "CREATE TABLE parts (id integer, owner integer) PARTITION BY LIST (id)",
  ];
  const after = [
    ...parts,
    "ALTER TABLE parts ADD CONSTRAINT parts_fk FOREIGN KEY (owner) REFERENCES owners",
    "CREATE INDEX parts_owner ON parts (owner) INCLUDE (id)",
    "CREATE UNIQUE INDEX parts_both ON parts (id, lower('100%' || owner)) WHERE owner > 0",
    "ALTER TABLE parts ADD CONSTRAINT parts_once UNIQUE (id, owner) DEFERRABLE",
  ];
  const partitions = [
    "CREATE TABLE one PARTITION OF parts FOR VALUES IN (1)",
    "CREATE TABLE many PARTITION OF parts FOR VALUES IN (2, 3) PARTITION BY LIST (id)",
    "CREATE TABLE two PARTITION OF many FOR VALUES IN (2)",
    "INSERT INTO owners VALUES (7)",
    "INSERT INTO parts VALUES (1, 7), (2, 7), (2, NULL)",
  ];
  const form = { title: "", before: parts, after, avoids: [], kept: "" };
  /** Without what a foreign key has for each partition that it refers to: some versions leave those as they came. */
  const invalid =
    "SELECT conname FROM pg_constraint c WHERE NOT convalidated AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = c.conparentid AND p.conrelid = c.conrelid) UNION ALL SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid";

  const constraints =
    "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'u')";
  const indexes =
    "SELECT relname FROM pg_class JOIN pg_index ON oid = indexrelid WHERE NOT indisprimary AND relnamespace = 'public'::regnamespace";

  /** What makes the parts, and not the whole. */
  async function runHalf(session: Session, { statements }: Plan): Promise<void> {
    for (const { sql, listed } of statements.filter(({ leftover }) => leftover !== undefined)) {
      const each = listed === undefined ? [{ sql }] : await session.query<{ sql: string }>(listed);
      for (const { sql: text } of each) if (!text.includes("ATTACH")) await session.query(text);
    }
  }

  it("gets foreign keys, indexes and keys one partition after the other, there and back, and after an interruption", async () => {
    await withSession(version, async (session) => {
      const way = await wayOf(session, form, "online");
      expect(await hazards(session, way)).toEqual([
        "UNIQUE_OVER_ROWS public.parts.parts_once",
        "UNIQUE_OVER_ROWS public.parts_both",
      ]);
      for (const sql of [...parts, ...partitions]) await session.query(sql);
      const sent = await runListed(session, way.up);
      expect(sent.filter((sql) => sql.includes("INDEX CONCURRENTLY"))).toHaveLength(6);
      expect(diff(await readCatalog(session), way.desired)).toEqual([]);
      expect(await session.query(invalid)).toEqual([]);
      await run(session, way.down);
      expect(diff(await readCatalog(session), way.current)).toEqual([]);
      await run(session, way.up);
      expect(diff(await readCatalog(session), way.desired)).toEqual([]);
      expect(await session.query(invalid)).toEqual([]);
      await run(session, way.down);
      expect(diff(await readCatalog(session), way.current)).toEqual([]);
      await runHalf(session, way.up);
      for (const { sql } of withoutLeftovers(way.up)) await session.query(sql);
      expect(await session.query(constraints)).toEqual([]);
      expect(await session.query(indexes)).toEqual([]);
      await run(session, way.up);
      expect(diff(await readCatalog(session), way.desired)).toEqual([]);
    });
  });

  const events = [
    "CREATE TABLE owners (id integer PRIMARY KEY)",
    "CREATE TABLE events (id serial, day integer NOT NULL, owner integer NOT NULL, note text, PRIMARY KEY (id, day), CONSTRAINT events_fk FOREIGN KEY (owner) REFERENCES owners, CONSTRAINT events_once UNIQUE (day, owner, id) DEFERRABLE, CONSTRAINT events_some CHECK (owner > 0)) PARTITION BY RANGE (day)",
    "CREATE INDEX events_owner ON events (owner DESC, lower(note)) INCLUDE (id) WHERE owner > 1",
    "CREATE INDEX events_text ON events ((owner::text))",
    "CREATE TABLE mentions (id integer PRIMARY KEY, event integer, day integer, CONSTRAINT mentions_fk FOREIGN KEY (event, day) REFERENCES events)",
    "CREATE TABLE notes (id integer, owner integer, number integer GENERATED BY DEFAULT AS IDENTITY) PARTITION BY LIST (id)",
  ];
  const wide = events.map((sql) =>
    sql
      .replace("id serial", "id bigserial")
      .replace(/(id|owner|event) integer/g, "$1 bigint")
      .replace("(id bigint, owner", "(id integer, owner")
      .replace("number integer", "number bigint"),
  );
  const eventRows = [
    "CREATE TABLE first PARTITION OF events FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE later PARTITION OF events FOR VALUES FROM (10) TO (30) PARTITION BY RANGE (day)",
    "CREATE TABLE second PARTITION OF later FOR VALUES FROM (10) TO (20)",
    "CREATE TABLE third PARTITION OF later FOR VALUES FROM (20) TO (30)",
    "CREATE TABLE one_note PARTITION OF notes FOR VALUES IN (1)",
    "INSERT INTO owners SELECT generate_series(1, 5)",
    "INSERT INTO events (day, owner, note) SELECT n % 30, 1 + n % 5, 'Note ' || n FROM generate_series(0, 6000) n",
    "INSERT INTO mentions SELECT id, id, day FROM events WHERE id % 10 = 0",
    "INSERT INTO notes SELECT 1, n FROM generate_series(1, 500) n",
  ];
  const sums =
    "SELECT count(*)::text, sum(id)::text, sum(owner)::text, max(note), (SELECT count(*) FROM mentions JOIN events USING (day) WHERE event = events.id)::text AS mentions, (SELECT sum(owner + number) FROM notes)::text AS notes FROM events";

  /** Indexes of partitions whose names PostgreSQL has chosen. */
  const builtInSwap =
    "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_partition_tree('events') ON relid = indrelid WHERE isleaf AND indexrelid::regclass::text !~ '_[0-9a-f]{8}$'";

  it("gets other types through second columns, there and back, and after an interruption", async () => {
    await withSession(version, async (session) => {
      const way = await wayOf(session, { ...form, before: events, after: wide }, "online");
      expect(
        [way.up, way.down].flatMap(({ statements }) => statements.flatMap((s) => s.plainly ?? [])),
      ).toEqual([]);
      expect((await hazards(session, way)).filter((hazard) => !hazard.startsWith("SEVERAL"))).toEqual([]);
      for (const sql of [...events, ...eventRows]) await session.query(sql);
      const start = await session.query(sums);
      const files =
        "SELECT relid::regclass::text, pg_relation_filenode(relid) AS file FROM pg_partition_tree('events') UNION ALL SELECT relid::regclass::text, pg_relation_filenode(relid) FROM pg_partition_tree('notes')";
      const before = await session.query(files);
      const arrive = async (expected: Schema) => {
        expect(diff(await readCatalog(session), expected)).toEqual([]);
        expect(await session.query(invalid)).toEqual([]);
        expect(await session.query(sums)).toEqual(start);
      };
      const sent = await runListed(session, way.up);
      expect(sent.filter((sql) => sql.includes("INDEX CONCURRENTLY"))).toHaveLength(14);
      await arrive(way.desired);
      expect(await session.query(builtInSwap)).toEqual([]);
      await runListed(session, way.down);
      await arrive(way.current);
      await run(session, way.up);
      await arrive(way.desired);
      await run(session, way.down);
      await arrive(way.current);
      expect(await session.query(files)).toEqual(before);
      const swap = way.up.statements.findIndex(({ sql }) => sql.startsWith("LOCK"));
      await runListed(session, { ...way.up, statements: way.up.statements.slice(0, swap) });
      for (const { sql } of withoutLeftovers(way.up)) await session.query(sql);
      await arrive(way.current);
      await session.query("CREATE INDEX by_hand ON second (owner)");
      await expect(run(session, way.up)).rejects.toThrow("index by_hand: no entity says so");
    });
  });
});
