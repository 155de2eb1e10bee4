import { createDatabase, execute, type TestDatabase } from "../support/servers";
import { ask, deploy, type FaultProject, faultProject, holding, type Line } from "./faults";

let database: TestDatabase;
let project: FaultProject;
beforeEach(async () => {
  database = await createDatabase(18);
  project = faultProject();
  await execute(
    database.url,
    "CREATE TABLE users (id int, name text)",
    "INSERT INTO users VALUES (1, 'a'), (2, 'a')",
  );
  project.write("Fine1700000000001", ["CREATE TABLE fine (id int)"], []);
});
afterEach(async () => {
  await database.drop();
  project.remove();
});

/** What is said of a migration that comes after one that is fine. */
async function failureOf(
  statements: readonly string[],
  options: object = {},
  transaction = true,
): Promise<Line> {
  project.write("Bad1700000000002", statements, ["DROP TABLE made"], transaction);
  const { status, lines } = await deploy(project, database.url, "apply", options).ended;
  expect(status).toBe(1);
  return lines.at(-1) ?? { kind: "nothing was said" };
}

const head = (number: number) =>
  `Migration Bad1700000000002 (migrations/1700000000002-bad.js) failed at statement ${number}: `;
const rolledBack = "It was rolled back: the database and the record are as they were before it.";
const again = "Correct the migration and run schema apply again.";
const againForRows = "Correct the migration, or the rows, and run schema apply again.";

test.each<[string, string, string[]]>([
  [
    "a mistake in writing",
    "ALTER TABLE users\n  ADD COLUM age int",
    [
      'syntax error at or near "int" (42601).',
      "",
      "  ALTER TABLE users",
      "    ADD COLUM age int",
      "",
      "Position: line 2, column 17, at int",
    ],
  ],
  [
    "a name that is not there",
    "ALTER TABLE users DROP COLUMN nam",
    [
      'column "nam" of relation "users" does not exist (42703).',
      "",
      "  ALTER TABLE users DROP COLUMN nam",
      "",
    ],
  ],
  [
    "what the server has advice for",
    "SELECT nam FROM users",
    [
      'column "nam" does not exist (42703).',
      "",
      "  SELECT nam FROM users",
      "",
      'Hint: Perhaps you meant to reference the column "users.name".',
      "Position: line 1, column 8, at nam",
    ],
  ],
  [
    "rows that break a constraint",
    "ALTER TABLE users ADD CONSTRAINT one_name UNIQUE (name)",
    [
      'could not create unique index "one_name" (23505).',
      "",
      "  ALTER TABLE users ADD CONSTRAINT one_name UNIQUE (name)",
      "",
      "Detail: Key (name)=(a) is duplicated.",
    ],
  ],
])("%s is told with its place, and what is left", async (_, sql, said) => {
  const { code, message, hint } = await failureOf(["CREATE TABLE made (id int)", sql]);
  expect({ code, message, hint }).toEqual({
    code: "MIGRATION_FAILED",
    message: [`${head(2)}${said[0]}`, ...said.slice(1), rolledBack].join("\n"),
    hint: /\(2[23]/.test(`${said[0]}`) ? againForRows : again,
  });
  const there = "SELECT to_regclass('fine') IS NOT NULL AS fine, to_regclass('made') IS NOT NULL AS made";
  expect(await ask(database.url, there)).toEqual([{ fine: true, made: false }]);
});

test("a lock that is not to be had is told when the patience is over", async () => {
  const other = await holding(database.url, "LOCK TABLE users");
  const { message } = await failureOf(["ALTER TABLE users ADD COLUMN age int"], {
    wait: 300,
    lockTimeout: 100,
  });
  await other.release();
  expect(message).toContain(`${head(1)}canceling statement due to lock timeout (55P03).`);
  expect(message).toContain(rolledBack);
});

test("a statement that takes too long is told with the limit's name", async () => {
  const { message } = await failureOf(["SELECT pg_sleep(30)"], { statementTimeout: 1000 });
  expect(message).toContain(`${head(1)}canceling statement due to statement timeout (57014).`);
});

test("without a transaction it says what stays done, and how to go on or back", async () => {
  const statements = [
    "CREATE TABLE made (id int)",
    "CREATE UNIQUE INDEX CONCURRENTLY one_name ON users (name)",
  ];
  const { message, hint } = await failureOf(statements, {}, false);
  expect(message).toContain(`${head(2)}could not create unique index "one_name" (23505).`);
  expect(message).toContain("Detail: Key (name)=(a) is duplicated.");
  expect(message).toMatch(
    /It runs without a transaction: its first statement stays done\. Bad1700000000002 is not recorded as applied\.$/,
  );
  expect(hint).toBe(
    "Correct the rows and run schema apply again to go on with statement 2; or correct that in the file and run schema apply --allow-edited, or schema rollback to undo what is done.",
  );
});

test("where nothing is done yet nothing is left, and no rollback is advised, which would undo another", async () => {
  const statements = ["CREATE UNIQUE INDEX CONCURRENTLY one_name ON users (name)"];
  const { message, hint } = await failureOf(statements, {}, false);
  expect(message).toMatch(/Nothing of it was done\. Bad1700000000002 is not recorded as applied\.$/);
  expect(hint).toBe(againForRows);
  expect(await ask(database.url, "SELECT to_regclass('one_name') AS index")).toEqual([{ index: null }]);
});

test("in a transaction for all of them it says that all are rolled back", async () => {
  const { message } = await failureOf(["SELECT missing"], { transaction: "all" });
  expect(message).toContain(`${head(1)}column "missing" does not exist (42703).`);
  expect(message).toMatch(
    /which are rolled back with it: the database and the record are as they were before the run\.$/,
  );
  expect(await ask(database.url, "SELECT to_regclass('fine') AS fine")).toEqual([{ fine: null }]);
});

test("a connection that is lost is told, and what to run next", async () => {
  const { message, hint } = await failureOf(["SELECT pg_terminate_backend(pg_backend_pid())"]);
  expect(message).toMatch(/connection/i);
  expect(message).toContain("The connection was lost: the server rolls back what was not committed.");
  expect(hint).toBe("See what is applied with schema status, then run schema apply again.");
});
