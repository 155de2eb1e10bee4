import type { QueryRunner } from "typeorm";
import { apply, renderScript, rollback, script as scriptOf } from "../../src/apply";
import { readCatalog } from "../../src/catalog";
import { noValues, type Plan } from "../../src/change";
import { diff } from "../../src/diff";
import { planWay, withoutLeftovers } from "../../src/plan";
import { filterSchema, type Schema } from "../../src/schema";
import { rows } from "../plan/online-forms";
import { schemaAfter } from "../proof/support";
import { withSession, withSessionOn } from "../support/databases";
import { createDatabase, execute, type TestDatabase } from "../support/servers";
import { ask, deploy, deployUntil, type FaultProject, faultProject } from "./faults";
import { configurationOf, migration, rowsOf, withDatabase } from "./support";

/** One table through every form at once: a key that widens, filled columns, constraints, indexes old and new. */
const before = [
  "CREATE TABLE teams (id serial PRIMARY KEY, name text)",
  "CREATE TABLE users (id serial PRIMARY KEY, email text, age integer NOT NULL, team integer)",
  "CREATE INDEX users_age ON users (age)",
];
const after = [
  "CREATE TABLE teams (id bigserial PRIMARY KEY, name text UNIQUE)",
  "CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL, age integer NOT NULL CHECK (age > 0), team bigint REFERENCES teams, token text NOT NULL DEFAULT md5(random()::text))",
  "CREATE INDEX users_age ON users (age) WHERE age > 30",
];
const kept =
  "SELECT u.id, u.email, u.age, u.team, t.name FROM users u JOIN teams t ON t.id = u.team ORDER BY u.id";

let database: TestDatabase;
let project: FaultProject;
let up: Plan;
let down: Plan;
let current: Schema;
let desired: Schema;

beforeAll(async () => {
  await withSession(18, async (session) => {
    current = await schemaAfter(session, before);
    desired = await schemaAfter(session, after);
    up = planWay(current, desired, noValues, { strategy: "online", version: null }, diff);
    const back = planWay(desired, current, noValues, { strategy: "online", version: null }, diff);
    down = { ...back, statements: [...withoutLeftovers(up), ...back.statements] };
  });
});
beforeEach(async () => {
  database = await createDatabase(18);
  await execute(database.url, ...before, ...rows);
  project = faultProject();
  const texts = ({ statements }: Plan) => statements.map(({ sql }) => sql);
  project.write("Online1700000000001", texts(up), texts(down), false);
});
afterEach(async () => {
  await database.drop();
  project.remove();
});

/** Without the tool's own tables. */
const catalog = () =>
  withSessionOn(database.url, async (session) =>
    filterSchema(
      await readCatalog(session),
      (object) => !/^(migrations|schema_)/.test("table" in object ? object.table : object.name),
    ),
  );

describe("an online migration whose client is killed", () => {
  test("at every statement in turn comes to its end, with every row", async () => {
    const start = await ask(database.url, kept);
    for (let number = 1; number <= up.statements.length; number += 1)
      await deployUntil(project, database.url, number);
    const { status, lines } = await deploy(project, database.url).ended;
    expect(lines.filter(({ kind }) => kind === "error")).toEqual([]);
    expect(status).toBe(0);
    expect(diff(await catalog(), desired)).toEqual([]);
    expect((await ask<object>(database.url, kept)).map(plain)).toEqual(start.map(plain));
    expect(await ask(database.url, "SELECT FROM users WHERE token IS NULL")).toEqual([]);
  });

  test.each([0.2, 0.5, 0.8])(
    "when %d of the whole is sent is undone, and can be tried again",
    async (part) => {
      await deployUntil(project, database.url, Math.floor(part * up.statements.length));
      const undone = await deploy(project, database.url, "rollback", { acceptDataLoss: true }).ended;
      expect(undone.lines.filter(({ kind }) => kind === "error")).toEqual([]);
      expect(diff(await catalog(), current)).toEqual([]);
      expect(await ask(database.url, "SELECT FROM pg_trigger WHERE NOT tgisinternal")).toEqual([]);
      expect((await deploy(project, database.url).ended).status).toBe(0);
      expect(diff(await catalog(), desired)).toEqual([]);
    },
  );

  test("at every statement of its way back comes to its end, with every row", async () => {
    const start = await ask(database.url, kept);
    expect((await deploy(project, database.url).ended).status).toBe(0);
    for (let number = 1; number <= down.statements.length; number += 1)
      await deployUntil(project, database.url, number, "rollback");
    const { status, lines } = await deploy(project, database.url, "rollback", { acceptDataLoss: true }).ended;
    expect(lines.filter(({ kind }) => kind === "error")).toEqual([]);
    expect(status).toBe(0);
    expect(diff(await catalog(), current)).toEqual([]);
    expect((await ask<object>(database.url, kept)).map(plain)).toEqual(start.map(plain));
  });
});

describe("an online migration of a partitioned table", () => {
  const table = [
    "CREATE TABLE parts (id integer, day integer NOT NULL) PARTITION BY RANGE (day)",
    "ALTER TABLE parts ADD PRIMARY KEY (id, day)",
  ];
  const unique = "CREATE UNIQUE INDEX once ON parts (day, (id % 10)) WHERE id > 0";
  const partitions = [
    "CREATE TABLE one PARTITION OF parts FOR VALUES FROM (0) TO (10)",
    "CREATE TABLE two PARTITION OF parts FOR VALUES FROM (10) TO (20)",
    "INSERT INTO parts VALUES (1, 1), (1, 11), (11, 11)",
  ];

  test("goes on with the partitions that it began with, and leaves none out", async () => {
    const way = await withSession(18, async (session) => {
      const [from, to] = [await schemaAfter(session, table), await schemaAfter(session, [...table, unique])];
      const manner = { strategy: "online", version: null } as const;
      return {
        to,
        up: planWay(from, to, noValues, manner, diff),
        down: planWay(to, from, noValues, manner, diff),
      };
    });
    const send = (plan: Plan) =>
      plan.statements.map(({ sql, listed }) => (listed === undefined ? sql : eachOf(listed)));
    const once = migration("Once1700000000001", send(way.up), send(way.down), { transaction: false });
    await withDatabase(18, async (open, url) => {
      const configuration = configurationOf(url, [once]);
      await execute(url, ...table, ...partitions);
      await expect(apply(configuration, open)).rejects.toMatchObject({ code: "MIGRATION_FAILED" });
      await execute(
        url,
        "DELETE FROM parts WHERE id = 11",
        "CREATE TABLE a PARTITION OF parts FOR VALUES FROM (20) TO (30)",
      );
      expect((await apply(configuration, open)).ran).toHaveLength(1);
      expect(await rowsOf(open, "SELECT FROM pg_index WHERE NOT indisvalid")).toEqual([]);
      expect(await rowsOf(open, "SELECT FROM pg_inherits WHERE inhparent = 'once'::regclass")).toHaveLength(
        3,
      );
      const script = await scriptOf(configuration, open, { direction: "down" });
      expect(renderScript(script)).toContain("DROP INDEX public.once");
      await rollback(configuration, open);
      expect(renderScript(await scriptOf(configuration, open, { direction: "up" }))).toMatch(
        /-- Each answer is a statement\.\nWITH parts[^;]+ORDER BY turn, part, place\n[^;]+;\nSELECT replace\([^;]+ORDER BY turn\n\\gexec\n/,
      );
    });
  });

  const eachOf = (question: string) => async (queryRunner: QueryRunner) => {
    for (const { sql } of await queryRunner.query(question)) await queryRunner.query(sql);
  };
});

/** Whatever the driver makes of a number's width. */
const plain = (row: object) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
