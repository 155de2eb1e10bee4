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
  const scratch = { session, version: 0, label: "", uncarried: [] };
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
  const invalid =
    "SELECT conname FROM pg_constraint WHERE NOT convalidated UNION ALL SELECT relname FROM pg_index JOIN pg_class ON oid = indexrelid WHERE NOT indisvalid";

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
});
