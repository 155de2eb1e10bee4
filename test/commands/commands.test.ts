import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, cliProject, user } from "../support/cli";
import { giveEach, prepared, succeed } from "../support/prepared";
import { createDatabase, serverUrl } from "../support/servers";

const migrations = ({ directory }: CliProject) =>
  existsSync(join(directory, "generated-migrations"))
    ? readdirSync(join(directory, "generated-migrations")).filter((file) => file.endsWith(".ts"))
    : [];

const nickname = '\n  @Column({ type: "text", nullable: true })\n  nickname!: string | null;\n';

let project: CliProject;
const beginning = (work: (origin: CliProject) => Promise<void>) =>
  giveEach(prepared({ "entities/user.ts": user() }, work), (place) => {
    project = place.project;
  });

describe("the main job on a server", () => {
  beginning(async () => {});

  it("generates, applies, finds nothing more to do, and rolls back", async () => {
    expect(await project.schema("generate")).toMatchObject({ status: 0 });
    expect(migrations(project)).toEqual([expect.stringMatching(/^\d{13}-initial\.ts$/)]);
    expect(await project.schema("generate", "--check")).toMatchObject({ status: 2 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("generate", "--check")).toMatchObject({ status: 0 });
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 0 });

    project.write("entities/user.ts", user(nickname));
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 2 });
    expect(await project.schema("generate", "--check")).toMatchObject({ status: 2 });
    expect(migrations(project)).toHaveLength(1);
    expect(await project.schema("generate")).toMatchObject({ status: 0 });
    expect(migrations(project)[1]).toMatch(/-add-nickname-to-users\.ts$/);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect((await project.schema("current")).stdout).toMatch(/^AddNicknameToUsers\d{13}\n$/);

    expect(await project.schema("rollback", "--to", "base")).toMatchObject({ status: 0 });
    const status = JSON.parse((await project.schema("status", "--json")).stdout);
    expect(status).toMatchObject({ version: 1, applied: [] });
    expect(status.pending).toHaveLength(2);
  });

  it("refuses to lose data that nobody has given up", async () => {
    project.write("entities/user.ts", user(nickname));
    await project.schema("generate");
    await project.schema("apply");
    project.write("entities/user.ts", user());
    expect(await project.schema("generate")).toMatchObject({
      status: 4,
      stdout: expect.stringContaining("--drop column:public.users.nickname"),
    });
    expect(migrations(project)).toHaveLength(1);
    expect(await project.schema("generate", "--drop", "users.nickname")).toMatchObject({ status: 0 });
    const [, file = ""] = migrations(project);
    const text = readFileSync(join(project.directory, "generated-migrations", file), "utf8");
    expect(text).toContain("column public.users.nickname and its values");
  });
});

describe("a project whose first migration is written", () => {
  beginning((origin) => succeed(origin, "generate"));

  it("says to apply first when the database lags behind the files, and can compare with the files", async () => {
    expect(await project.schema("generate")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("schema apply"),
    });
    expect(await project.schema("generate", "--from", "migrations")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Nothing to generate"),
    });
  });

  it("lets one of two deployers apply, and the other find nothing to do", async () => {
    const runs = await Promise.all([project.schema("apply", "--json"), project.schema("apply", "--json")]);
    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    const ran = runs.map(({ stdout }) => JSON.parse(stdout).ran.length).sort();
    expect(ran).toEqual([0, 1]);
  });

  it("prints scripts that keep the record", async () => {
    const { stdout, status } = await project.schema("apply", "--sql");
    expect(status).toBe(0);
    expect(stdout).toContain("\\set ON_ERROR_STOP on");
    expect(stdout).toMatch(/CREATE TABLE public\.users/);
    expect(stdout).toMatch(/INSERT INTO public\.migrations/);
    expect(JSON.parse((await project.schema("status", "--json")).stdout).applied).toEqual([]);
  });
});

describe("a project whose first migration is applied", () => {
  beginning((origin) => succeed(origin, "generate", "apply"));

  it("asks what became of a column that is gone, and keeps its values once told", async () => {
    project.write("entities/user.ts", user().replace("name!:", "fullName!:"));

    const asked = await project.schema("generate", "--json");
    expect(asked.status).toBe(3);
    const { status, unresolved, command } = JSON.parse(asked.stdout);
    expect(status).toBe("needs-decision");
    expect(unresolved).toMatchObject([{ kind: "column", removed: "public.users.name" }]);
    expect(command).toContain("--rename");
    expect(migrations(project)).toHaveLength(1);

    expect(await project.schema("generate", "--rename", "users.name=fullName")).toMatchObject({ status: 0 });
    const text = readFileSync(
      join(project.directory, "generated-migrations", migrations(project)[1] ?? ""),
      "utf8",
    );
    expect(text).toContain('ALTER TABLE public.users RENAME COLUMN name TO "fullName"');
    expect(text).not.toContain("DROP COLUMN");
  });

  it("leaves the database and the record as they were when a migration fails midway", async () => {
    const { stdout } = await project.schema("generate", "broken one", "--empty", "--json");
    const file = join(project.directory, JSON.parse(stdout).file);
    const body =
      'await queryRunner.query("CREATE TABLE half (id int)"); await queryRunner.query("SELECT 1/0");';
    writeFileSync(file, readFileSync(file, "utf8").replace("// await queryRunner.query(`…`);", body));

    const failed = await project.schema("apply");
    expect(failed).toMatchObject({ status: 1, stderr: expect.stringContaining("division by zero") });
    expect(failed.stderr).not.toMatch(/^\s+at /m);
    const status = JSON.parse((await project.schema("status", "--json")).stdout);
    expect([status.applied.length, status.pending.length]).toEqual([1, 1]);
    expect(await project.schema("diff", "--from", "database", "--json")).toMatchObject({ status: 2 });
  });
});

describe("bad input", () => {
  beforeEach(() => {
    project = cliProject({ "entities/user.ts": user() }, serverUrl(18, "postgres"));
  });
  afterEach(() => project.remove());

  const failure = async (...args: string[]) => {
    const { status, stdout, stderr } = await project.schema(...args, "--json");
    expect(stderr).not.toMatch(/^\s+at /m);
    const { version, error } = JSON.parse(stdout);
    expect({ version, hint: typeof error.hint }).toEqual({ version: 1, hint: "string" });
    expect(`${stdout}${stderr}`).not.toContain("s3cret");
    return { status, code: error.code, message: error.message };
  };

  it.each([
    ["a server that is down", "postgresql://postgres:s3cret@127.0.0.1:1/x", "CONNECTION_REFUSED"],
    ["a host that is not there", "postgresql://postgres:s3cret@nowhere.invalid/x", "HOST_NOT_FOUND"],
    ["a URL that is none", "postgresql://postgres:s3cret@:::/x", "INVALID_URL"],
  ])("%s is one clear error", async (_what, url, code) => {
    expect(await failure("generate", "--url", url)).toMatchObject({ status: 1, code });
    expect(migrations(project)).toEqual([]);
  });

  it("a refused password and a missing database are clear errors", async () => {
    const refused = serverUrl(18, "postgres").replace(/:[^:@]+@/, ":s3cret@");
    expect(await failure("status", "--url", refused)).toMatchObject({
      status: 1,
      code: "AUTHENTICATION_FAILED",
    });
    expect(await failure("status", "--url", serverUrl(18, "no_such_database"))).toMatchObject({
      status: 1,
      code: "DATABASE_NOT_FOUND",
    });
  });

  it("a role that may not create tables applies nothing", async () => {
    const database = await createDatabase(18);
    await project.schema("generate", "--url", database.url);
    const limited = database.url.replace("//postgres:", "//limited:");
    expect(await failure("apply", "--url", limited)).toMatchObject({
      status: 1,
      code: "RECORD_NOT_WRITABLE",
    });
    await database.drop();
  });

  it("a broken entity names the file and the line", async () => {
    project.write("entities/user.ts", user("  @Column(\n"));
    const { status, message } = await failure("generate");
    expect(status).toBe(1);
    expect(message).toMatch(/entities\/user\.ts:\d+/);
  });

  it("nothing to compare is an error that says what to do", async () => {
    const empty = cliProject({});
    const { status, stderr } = await empty.schema("generate");
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("schema init") });
    empty.remove();
  });

  it("an unknown flag and an unknown command are clear errors", async () => {
    expect(await project.schema("generate", "--bogus")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("There is no flag --bogus"),
    });
    expect(await project.schema("bogus")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("bogus"),
    });
  });

  it("two files of one timestamp are refused", async () => {
    const text = (name: string) =>
      `export class ${name}1700000000000 { async up(q) { await q.query("SELECT 1") } async down() {} }`;
    project.write(
      "generated-migrations/1700000000000-a.js",
      text("A").replace("export class", "exports.A = class"),
    );
    project.write(
      "generated-migrations/1700000000000-b.js",
      text("B").replace("export class", "exports.B = class"),
    );
    expect(await failure("status")).toMatchObject({ status: 4, code: "DUPLICATE_TIMESTAMP" });
  });

  it.each([
    ["Two words", "two-words"],
    ["../../etc/passwd", "etc-passwd"],
    ["Ünï cödé", "uni-code"],
  ])("NAME %s is made a file's name", async (name, slug) => {
    expect(await project.schema("generate", name, "--empty")).toMatchObject({ status: 0 });
    expect(migrations(project)).toEqual([expect.stringMatching(new RegExp(`^\\d{13}-${slug}\\.ts$`))]);
  });

  it("NAME without a letter is an error", async () => {
    expect(await failure("generate", "///", "--empty")).toMatchObject({ status: 1, code: "INVALID_NAME" });
  });
});

describe("the embedded database", () => {
  it("does the main job without a server, and says so", async () => {
    const project = cliProject({ "entities/user.ts": user() });
    const generated = await project.schema("generate");
    expect(generated).toMatchObject({ status: 0, stderr: expect.stringContaining("embedded PostgreSQL") });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    const [first, second] = await Promise.all([project.schema("status"), project.schema("generate")]);
    expect([first.status, second.status]).toEqual([0, 0]);
    expect(second.stdout).toContain("Nothing to generate");
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
    project.remove();
  });
});

describe("schema init", () => {
  it("writes a project that works, and never overwrites", async () => {
    const project = cliProject({ ".gitignore": "mine\n" });
    const first = JSON.parse((await project.schema("init", "--templates", "--json")).stdout);
    expect(first.written).toEqual(
      expect.arrayContaining(["data-source.ts", "docker-compose.yml", "templates/migration.ts"]),
    );
    expect(first.kept).toEqual(["tsconfig.json", ".gitignore"]);
    expect(readFileSync(join(project.directory, ".gitignore"), "utf8")).toBe("mine\n");
    const again = JSON.parse((await project.schema("init", "--templates", "--json")).stdout);
    expect(again.written).toEqual([]);
    expect(await project.schema("generate")).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect((await project.schema("generate")).stdout).toContain("Nothing to generate");
    project.remove();
  });
});
