import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { templateOf } from "../../src/migrations";
import { type CliProject, cliProject, user } from "../support/cli";
import { withSessionOn } from "../support/databases";
import { createDatabase, type TestDatabase } from "../support/servers";

const quoted = '\n  @Column({ type: "text", default: "it\'s; $$ -- no" })\n  motto!: string;\n';

describe("migrations as SQL scripts", () => {
  let database: TestDatabase;
  let project: CliProject;
  beforeAll(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/user.ts": user() }, database.url);
  });
  afterAll(async () => {
    project.remove();
    await database.drop();
  });

  const directory = () => join(project.directory, "generated-migrations");
  const files = () => readdirSync(directory()).filter((file) => file.endsWith(".sql"));
  const json = async (...args: string[]) => JSON.parse((await project.schema(...args, "--json")).stdout);
  const edit = (file: string, mark: string, more: string) => {
    const text = readFileSync(join(directory(), file), "utf8");
    expect(text).toContain(mark);
    writeFileSync(
      join(directory(), file),
      text.replace(mark, () => `${mark}\n${more}`),
    );
  };

  it("are written, applied, proved, amended, linted and rolled back as classes are", async () => {
    expect(await project.schema("generate", "--format", "sql")).toMatchObject({ status: 0 });
    expect(files()).toEqual([
      expect.stringMatching(/^\d{13}-initial\.down\.sql$/),
      expect.stringMatching(/^\d{13}-initial\.up\.sql$/),
    ]);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("generate", "--check")).toMatchObject({ status: 0 });

    project.write("entities/user.ts", user(quoted));
    const { files: written } = await json("generate", "--format", "sql");
    expect(written).toHaveLength(2);
    const [up, down] = written.map(({ fileName }: { fileName: string }) => fileName);
    edit(
      up,
      "-- --- after: your SQL ---",
      "-- by hand; with a semicolon\nCREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;\nINSERT INTO public.users (name) VALUES ('Ann; $$');",
    );
    edit(down, "-- --- before: your SQL ---", "DROP FUNCTION f();");
    expect(await json("generate", "--amend")).toMatchObject({ status: "generated", fileName: up });
    expect(readFileSync(join(directory(), up), "utf8")).toContain("-- by hand; with a semicolon");
    expect(await json("lint", join("generated-migrations", up))).toMatchObject({ files: [{}] });

    const script = await project.schema("apply", "--sql");
    expect(script.stdout).toContain("RETURN 1; END $$;");
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect((await project.schema("current")).stdout).toMatch(/^AddMottoToUsers\d{13}\n$/);
    await withSessionOn(database.url, async (session) => {
      expect(await session.query("SELECT name, motto, f() FROM public.users")).toEqual([
        { name: "Ann; $$", motto: "it's; $$ -- no", f: 1 },
      ]);
    });
    expect((await project.schema("status")).stdout).toContain(`generated-migrations/${up}`);

    edit(up, "-- --- before: your SQL ---", "SELECT 1;");
    expect(await project.schema("rollback", "--accept", "data-loss")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("was edited after it was applied"),
    });
    expect(await project.schema("rollback", "--allow-edited", "--accept", "data-loss")).toMatchObject({
      status: 0,
    });
    expect(await json("status")).toMatchObject({ pending: [{ name: expect.stringMatching(/^AddMotto/) }] });
    for (const file of [up, down]) rmSync(join(directory(), file));
    rmSync(join(directory(), "schema.lock"));
    project.write("entities/user.ts", user());
  });

  it("say themselves that each statement commits, and run through psql", async () => {
    project.write(
      "generated-migrations/1900000000000-by-hand.up.sql",
      "-- transaction = false\nCREATE TABLE public.log (id int);\nCREATE INDEX CONCURRENTLY log_id ON public.log (id);\n",
    );
    project.write("generated-migrations/1900000000000-by-hand.down.sql", "DROP TABLE public.log;\n");
    const script = (await project.schema("apply", "--sql")).stdout;
    execFileSync("psql", ["-q", "-d", database.url, "-f", "-"], { input: script });
    expect(await json("status")).toMatchObject({ pending: [], problems: [] });
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    rmSync(join(directory(), "1900000000000-by-hand.down.sql"));
    expect(await project.schema("rollback", "--allow-edited")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("has no script for the way back"),
    });
    project.write("generated-migrations/1900000000000-by-hand.down.sql", "DROP TABLE public.log;\n");
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
    for (const way of ["up", "down"]) rmSync(join(directory(), `1900000000000-by-hand.${way}.sql`));
  });

  it.each([
    ["1900000000000-lost.down.sql", "has no .up.sql beside it"],
    ["1900000000000-nowhere.sql", "does not say which way it leads"],
  ])("are refused under the name %s", async (file, reason) => {
    project.write(`generated-migrations/${file}`, "SELECT 1;");
    expect(await project.schema("status")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(reason),
    });
    rmSync(join(directory(), file));
  });

  it("are what the settings say, for those by hand as well", async () => {
    project.write(
      "data-source.ts",
      `import { DataSource } from "typeorm";
       export default new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: ["entities/*.ts"] });
       export const schema = { format: "sql" };`,
    );
    expect(await json("generate", "by hand", "--empty", "--dry-run")).toMatchObject({
      fileName: expect.stringMatching(/-by-hand\.up\.sql$/),
    });
    rmSync(join(project.directory, "data-source.ts"));
  });
});

describe("templates", () => {
  let database: TestDatabase;
  let project: CliProject;
  beforeAll(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/user.ts": user() }, database.url);
  });
  afterAll(async () => {
    project.remove();
    await database.drop();
  });

  const body = (up: string) => `
import type { QueryRunner } from "typeorm";

/** {{title}}, written at {{timestamp}} by the house's own template. */
export class {{className}} {
  {{transaction}}
  async up(queryRunner: QueryRunner) {
    ${up}
  }
  async down(queryRunner: QueryRunner) {
    {{down}}
  }
}
`;

  it.each([
    ["an unknown variable", "{{nothing}} {{className}} {{up}} {{down}}", "TEMPLATE_UNKNOWN_VARIABLE"],
    [
      "no place for down",
      "export class {{className}} { async up(queryRunner: any) {\n{{up}}\n} }",
      "TEMPLATE_INCOMPLETE",
    ],
    ["a mistake in its code", body("{{up}}\n    )"), "COMPILE_FAILED"],
    [
      "no class of that name",
      `// {{className}}${body("{{up}}").replace("class {{className}}", "class Other")}`,
      "TEMPLATE_WITHOUT_CLASS",
    ],
    ["SQL that fails", body("await queryRunner.query('SELECT 1 / 0');\n    {{up}}"), "PLACE_FAILED"],
  ])("with %s are refused before anything is written", async (_, text, code) => {
    project.write("templates/broken.ts", text);
    const run = await project.schema("generate", "--template", "broken", "--json");
    expect(JSON.parse(run.stdout).error.code).toBe(code);
    expect(run.status).not.toBe(0);
    expect(readdirSync(project.directory)).not.toContain("generated-migrations");
  });

  it("that cannot be read are said to be so", () => {
    project.write("unreadable/templates/migration.ts/file", "");
    expect(() => templateOf(join(project.directory, "unreadable"), "ts", undefined)).toThrow(
      expect.objectContaining({ code: "TEMPLATE_UNREADABLE" }),
    );
  });

  it("are looked for in templates/, and what there is is listed", async () => {
    expect(await project.schema("generate", "--template", "mine")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("In templates/ there is broken.ts."),
    });
  });

  it("of the project shape what is written, and what they add is proved and run", async () => {
    project.write(
      "templates/migration.ts",
      body("await queryRunner.query(`SET LOCAL statement_timeout = '7s'`);\n    {{up}}"),
    );
    const generated = await project.schema("generate", "--json");
    const { file, text } = JSON.parse(generated.stdout);
    expect(text).toMatch(/\/\*\* Initial, written at \d{13} by the house's own template\. \*\//);
    expect(readFileSync(join(project.directory, file), "utf8")).toBe(text);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
  });
});
