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

/** Whatever the driver makes of a number's width. */
const plain = (row: object) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
