import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type CliProject, cliProject, user } from "../support/cli";
import { createDatabase, execute, type TestDatabase } from "../support/servers";

const root = resolve(__dirname, "../..");
const library = pathToFileURL(join(root, "dist/index.js")).href;

/** A script of the project's own, without any loader. */
function script(project: CliProject, url: string, text: string): Promise<{ stdout: string; stderr: string }> {
  const file = "deploy.mjs";
  project.write(file, text.replaceAll('"typeorm-schema"', JSON.stringify(library)));
  const env = { ...process.env, DATABASE_URL: url, NODE_ENV: "", JEST_WORKER_ID: "" };
  return new Promise((done, fail) => {
    execFile(process.execPath, [file], { cwd: project.directory, env }, (error, stdout, stderr) =>
      error && error.code !== 4 ? fail(error) : done({ stdout, stderr }),
    );
  });
}

describe("the library, in a plain script", () => {
  let project: CliProject;
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/user.ts": user() }, database.url);
  });
  afterAll(async () => {
    project.remove();
    await database.drop();
  });

  it("does what the commands do, and says what they find", async () => {
    const { stdout } = await script(
      project,
      database.url,
      `import * as schema from "typeorm-schema";
const told = {};
const migrations = "db/migrations";
const sound = ({ problems, difference }) => [problems.length, difference.changes.length];
told.before = sound(await schema.check({ migrations }).catch((error) => ({ problems: [error], difference: { changes: [] } })));
const { status, fileName } = await schema.generate({ name: "first", migrations });
told.generated = [status, fileName.replace(/^\\d+/, "")];
told.checked = sound(await schema.check({ migrations }));
told.pending = (await schema.status({ migrations })).pending.length;
told.script = (await schema.script({ migrations, direction: "up" })).includes("CREATE TABLE");
const events = [];
const { ran } = await schema.apply({ migrations, onEvent: ({ kind }) => events.push(kind) });
told.applied = [ran.length, events.at(-1)];
told.sound = (await schema.drift({ migrations })).items;
told.operations = [...new Set((await schema.journal({ migrations })).map(({ operation }) => operation))];
told.history = (await schema.history({ migrations })).length;
told.edited = await schema.rollback({ migrations, to: "nowhere" }).catch((error) => [error instanceof schema.SchemaError, error.code, error.exit]);
told.undone = (await schema.rollback({ migrations, acceptDataLoss: true })).ran.length;
console.log(JSON.stringify(told));
`,
    );
    expect(JSON.parse(stdout)).toEqual({
      before: [0, expect.any(Number)],
      generated: ["generated", "-first.ts"],
      checked: [0, 0],
      pending: 1,
      script: true,
      applied: [1, "finished"],
      sound: [],
      operations: ["apply"],
      history: 1,
      edited: [true, "UNKNOWN_MIGRATION", 1],
      undone: 1,
    });
  });

  it("runs the deploy script of the manual, and finds what somebody changed", async () => {
    const manual = readFileSync(join(root, "docs/code.md"), "utf8");
    const deploy = /```js\n([\s\S]*?)```/.exec(manual)?.[1] ?? "";
    await project.schema("generate");
    expect((await script(project, database.url, deploy)).stdout).toMatch(/^\w+\d{13} in \d+ ms\n$/);
    await execute(database.url, "ALTER TABLE users ADD COLUMN by_hand text");
    expect((await script(project, database.url, deploy)).stdout).toBe(
      "+ column public.users.by_hand text: ALTER TABLE public.users DROP COLUMN by_hand\n",
    );
    await project.schema("generate", "empty", "--empty");
    expect((await script(project, database.url, deploy)).stderr).toMatch(
      /^DRIFT: The database is not what its migrations lead to[\s\S]*schema drift shows it/,
    );
  });
});
