import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "../apply/faults";
import { binary, type CliProject, cliProject, user } from "../support/cli";
import { createDatabase, type TestDatabase } from "../support/servers";

const migration = (
  name: string,
  up: string,
) => `import type { MigrationInterface, QueryRunner } from "typeorm";
export class ${name} implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(${JSON.stringify(up)});
  }
  async down(): Promise<void> {}
}
`;

const dataSource = (schema: string) => `import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: ["entities/*.ts"], migrations: ["generated-migrations/*.ts"] });
export const schema = ${schema};
`;

let database: TestDatabase;
let project: CliProject;
beforeEach(async () => {
  database = await createDatabase(18);
  project = cliProject(
    {
      "data-source.ts": dataSource("{}"),
      "entities/user.ts": user(),
      "generated-migrations/1700000000001-users.ts": migration(
        "Users1700000000001",
        "CREATE TABLE users (mail citext)",
      ),
    },
    database.url,
  );
});
afterEach(async () => {
  project.remove();
  await database.drop();
});
const written = (file: string) =>
  existsSync(join(project.directory, file)) ? readFileSync(join(project.directory, file), "utf8") : null;

describe("hooks of the settings", () => {
  it("run at apply, and SQL files where migrations are tried in a scratch database", async () => {
    project.write("sql/extensions.sql", "CREATE EXTENSION IF NOT EXISTS citext");
    project.write("sql/grants.sql", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO nobody_of_that_name");
    project.write(
      "data-source.ts",
      dataSource(
        '{ hooks: { beforeApply: "sql/extensions.sql", afterApply: ["sql/grants.sql", async () => { throw new Error("not for a trial"); }] } }',
      ),
    );
    const tried = await project.schema("diff", "--from", "migrations", "--json");
    expect(tried).toMatchObject({ status: 0, stderr: "" });
    const applied = await project.schema("apply", "--json");
    expect(applied.status).toBe(1);
    expect(JSON.parse(applied.stdout)).toMatchObject({
      error: { code: "HOOK_FAILED", message: expect.stringContaining("afterApply (sql/grants.sql)") },
    });
    expect((await project.schema("history", "--verbose")).stdout).toMatch(
      /beforeApply -- sql\/extensions\.sql/,
    );
  });

  it("are checked like every setting", async () => {
    project.write("data-source.ts", dataSource("{ hooks: { beforeEach: 1 } }"));
    const { status, stderr } = await project.schema("apply");
    expect(status).toBe(1);
    expect(stderr).toMatch(/hooks\.beforeEach: a hook is the path of an SQL file, or a function/);
  });
});

describe("apply --then", () => {
  beforeEach(() => {
    project.write("sql/extensions.sql", "CREATE EXTENSION IF NOT EXISTS citext");
    project.write("data-source.ts", dataSource('{ hooks: { beforeApply: "sql/extensions.sql" } }'));
  });

  it("runs the command when all is applied, and ends with its status", async () => {
    const { status, stdout } = await project.schema("apply", "--then", "echo started; exit 7");
    expect(status).toBe(7);
    expect(stdout).toMatch(/Applied 1 migration[^\n]*\nstarted\n$/);
    expect(await project.schema("apply", "--then", "true")).toMatchObject({ status: 0 });
  });

  it("keeps the command's output out of the document", async () => {
    const { status, stdout, stderr } = await project.schema("apply", "--json", "--then", "echo started");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ran: [{ name: "Users1700000000001" }] });
    expect(stderr).toContain("started\n");
  });

  it("does not run it when something failed, nor without anything done", async () => {
    project.write(
      "generated-migrations/1700000000002-bad.ts",
      migration("Bad1700000000002", "SELECT missing"),
    );
    expect(await project.schema("apply", "--then", "touch started")).toMatchObject({ status: 1 });
    expect(await project.schema("apply", "--dry-run", "--then", "touch started")).toMatchObject({
      status: 1,
    });
    expect(written("started")).toBeNull();
  });
});

describe("a run that is let down", () => {
  const start = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [binary, ...args], {
      cwd: project.directory,
      env: { ...process.env, DATABASE_URL: database.url, NODE_ENV: "", JEST_WORKER_ID: "" },
    });
  beforeEach(() => {
    project.write("generated-migrations/1700000000001-users.ts", migration("Users1700000000001", "SELECT 1"));
  });
  const slowFor = (seconds: number) =>
    project.write(
      "generated-migrations/1700000000002-slow.ts",
      migration("Slow1700000000002", `CREATE TABLE slow (id int); SELECT pg_sleep(${seconds})`),
    );

  it("by whoever read what it says goes on to its end", async () => {
    slowFor(0.1);
    const child = start("apply", "--log", "json");
    child.stdout?.destroy();
    child.stderr?.destroy();
    expect(await once(child, "exit")).toEqual([0, null]);
    const { applied, lastOperation } = JSON.parse((await project.schema("status", "--json")).stdout);
    expect([applied.length, lastOperation.outcome]).toEqual([2, "done"]);
  });

  it("by SIGTERM stops, says so in the journal, and ends with 143", async () => {
    slowFor(60);
    const child = start("apply", "--log", "json");
    const ended = once(child, "exit");
    const sleeping =
      "SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()";
    await until(database.url, sleeping);
    child.kill("SIGTERM");
    expect(await ended).toEqual([143, null]);
    const { applied, failed, lastOperation } = JSON.parse((await project.schema("status", "--json")).stdout);
    expect(applied).toHaveLength(1);
    expect([failed[0].outcome, lastOperation.outcome]).toEqual(["interrupted", "interrupted"]);
  });
});

describe("--log json", () => {
  beforeEach(() => {
    project.write("sql/extensions.sql", "CREATE EXTENSION IF NOT EXISTS citext");
    project.write("data-source.ts", dataSource('{ hooks: { beforeApply: "sql/extensions.sql" } }'));
  });
  const linesOf = (text: string): Record<string, unknown>[] =>
    text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));

  it("tells each event in a line of JSON, and the result in one on the standard output", async () => {
    const { status, stdout, stderr } = await project.schema("apply", "--log", "json");
    expect(status).toBe(0);
    expect(linesOf(stdout)).toMatchObject([{ version: 1, ran: [{ name: "Users1700000000001" }] }]);
    const file = "generated-migrations/1700000000001-users.ts";
    expect(linesOf(stderr)).toMatchObject([
      { level: "info", event: "hook", moment: "beforeApply", name: "sql/extensions.sql", migration: null },
      { event: "started", migration: { name: "Users1700000000001", file }, position: 1, total: 1 },
      { event: "statement", number: 1, sql: "CREATE TABLE users (mail citext)" },
      { event: "finished", migration: { name: "Users1700000000001", statements: 1 } },
    ]);
    expect(linesOf(stderr)[0]?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it("tells failures likewise, and leaves the document of --json alone", async () => {
    project.write(
      "generated-migrations/1700000000002-bad.ts",
      `process.emitWarning("odd\\nindeed"); process.emitWarning("old", "DeprecationWarning");
${migration("Bad1700000000002", "ALTER ROLE missing PASSWORD 's3cret'")}`,
    );
    const { status, stdout, stderr } = await project.schema("apply", "--log=json", "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "MIGRATION_FAILED" } });
    expect(`${stdout}${stderr}`).not.toContain("s3cret");
    const warnings = linesOf(stderr).filter(({ event }) => event === "warning");
    expect(warnings).toMatchObject([{ level: "warn", message: "odd\nindeed" }]);
    expect(linesOf(stderr).at(-1)).toMatchObject({
      level: "error",
      event: "failed",
      code: "MIGRATION_FAILED",
    });
  });
});
