import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, cliProject, user } from "../support/cli";
import { withSessionOn } from "../support/databases";
import { createDatabase, type TestDatabase } from "../support/servers";

const property = (name: string) => `\n  @Column({ type: "text", nullable: true })\n  ${name}!: string;\n`;
const after = "    // --- after: your SQL or code ---\n";
const query = (sql: string) => `    await queryRunner.query(\`${sql}\`);\n`;

describe("schema generate --amend", () => {
  let database: TestDatabase;
  let project: CliProject;
  let initial: { readonly name: string; readonly text: string; readonly lock: string };
  beforeAll(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/user.ts": user() }, database.url);
    for (const command of ["generate", "apply"])
      expect(await project.schema(command)).toMatchObject({ status: 0 });
    project.write("entities/user.ts", user(property("nickname")));
    expect(await project.schema("generate")).toMatchObject({ status: 0 });
    initial = { name: newest(), text: textOf(), lock: readFileSync(lockFile(), "utf8") };
  });
  beforeEach(() => {
    for (const file of files().slice(1)) rmSync(join(project.directory, "generated-migrations", file));
    writeFileSync(initial.name, initial.text);
    writeFileSync(lockFile(), initial.lock);
    project.write("entities/user.ts", user(property("nickname")));
  });
  afterAll(async () => {
    project.remove();
    await database.drop();
  });

  const files = () =>
    readdirSync(join(project.directory, "generated-migrations")).filter((file) => file.endsWith(".ts"));
  const newest = () => join(project.directory, "generated-migrations", files().at(-1) ?? "");
  const lockFile = () => join(project.directory, "generated-migrations", "schema.lock");
  const textOf = () => readFileSync(newest(), "utf8");
  /** Into the last place of `up`. */
  const write = (sql: string) => writeFileSync(newest(), textOf().replace(after, after + query(sql)));

  it("writes the newest migration again from the entities, keeps what is in its places, and applies as one", async () => {
    const [, name] = files();
    write("CREATE INDEX users_lower ON public.users (lower(nickname))");
    write("INSERT INTO public.users (name, nickname, motto) VALUES ('Ann', 'ann', 'go')");
    project.write("entities/user.ts", user(property("nickname") + property("motto")));
    expect(await project.schema("generate", "--amend")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`Amended generated-migrations/${name}`),
    });
    expect(files()).toHaveLength(2);
    expect(files()[1]).toBe(name);
    expect(textOf()).toContain("ADD COLUMN motto text");
    expect(textOf()).toContain("CREATE INDEX users_lower");
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("generate")).toMatchObject({
      stdout: expect.stringContaining("Nothing to generate"),
    });
    await withSessionOn(database.url, async (session) => {
      expect(await session.query("SELECT name, nickname, motto FROM public.users")).toEqual([
        { name: "Ann", nickname: "ann", motto: "go" },
      ]);
    });
    expect(await project.schema("rollback", "--accept", "data-loss")).toMatchObject({ status: 0 });
    expect(await project.schema("status", "--json")).toMatchObject({
      stdout: expect.stringContaining('"pending": ['),
    });
  });

  it("remembers what was answered when the migration was written", async () => {
    project.write("entities/user.ts", user(property("nickname")).replace("name!:", "fullName!:"));
    const rename = ["--rename", "users.name=fullName"];
    expect(await project.schema("generate", "--amend", ...rename)).toMatchObject({ status: 0 });
    expect(textOf()).toContain("Answers:\n *   --rename users.name=fullName\n");
    project.write(
      "entities/user.ts",
      user(property("nickname") + property("motto")).replace("name!:", "fullName!:"),
    );
    expect(await project.schema("generate", "--amend")).toMatchObject({ status: 0 });
    expect(textOf()).toContain('RENAME COLUMN name TO "fullName"');
    expect(textOf()).toContain("ADD COLUMN motto text");
    expect(textOf()).toContain(" *   --rename users.name=fullName\n");
  });

  it("gives it another name when told, and writes nothing in a dry run", async () => {
    const [, name = ""] = files();
    const shown = await project.schema("generate", "add-names", "--amend", "--dry-run");
    expect(shown.stdout).toContain("export class AddNames");
    expect(files()[1]).toBe(name);
    expect(await project.schema("generate", "add-names", "--amend", "--json")).toMatchObject({ status: 0 });
    expect(files()).toEqual([files()[0], `${name.slice(0, 13)}-add-names.ts`]);
  });

  it("refuses what is applied, or begun, and says so where there is none", async () => {
    await project.schema("apply");
    const text = textOf();
    for (const from of [[], ["--from", "migrations"]]) {
      const refused = await project.schema("generate", "--amend", "--json", ...from);
      expect(refused.status).toBe(4);
      expect(JSON.parse(refused.stdout).error.code).toBe("AMEND_APPLIED");
    }
    expect(textOf()).toBe(text);
    const fresh = cliProject({ "entities/user.ts": user() }, database.url);
    expect(await fresh.schema("generate", "--amend")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("There is no migration to amend."),
    });
    fresh.remove();
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
  });

  it("says which edits outside of the places would be lost, and lets them go once they are accepted", async () => {
    writeFileSync(newest(), textOf().replace("ADD COLUMN nickname text", "ADD COLUMN nickname varchar"));
    const text = textOf();
    const refused = await project.schema("generate", "--amend");
    expect(refused).toMatchObject({
      status: 4,
      stderr: expect.stringContaining(
        "  - await queryRunner.query(`ALTER TABLE public.users ADD COLUMN nickname varchar`);",
      ),
    });
    expect(refused.stderr).toContain("--accept edits");
    expect(textOf()).toBe(text);
    expect(await project.schema("generate", "--amend", "--accept", "edits")).toMatchObject({ status: 0 });
    expect(textOf()).toContain("ADD COLUMN nickname text");
  });

  it.each([
    ["drops a column", "ALTER TABLE public.users DROP COLUMN name", "column public.users.name is missing"],
    [
      "makes a column again",
      "ALTER TABLE public.users DROP COLUMN name, ADD COLUMN name varchar(50) NOT NULL",
      "public.users.name",
    ],
    ["makes a table", "CREATE TABLE public.extra (id int)", "table public.extra is there and should not be"],
    ["throws", "SELECT 1 / 0", "division by zero"],
  ])("refuses, with the reason, what is written by hand and %s", async (_, sql, reason) => {
    write(sql);
    const text = textOf();
    const refused = await project.schema("generate", "--amend");
    expect(refused).toMatchObject({ status: 4, stderr: expect.stringContaining(reason) });
    expect(textOf()).toBe(text);
  });

  it("says where code in a place does not compile", async () => {
    writeFileSync(newest(), textOf().replace(after, `${after}    await nobody.query();\n`));
    expect(await project.schema("generate", "--amend")).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/nickname-to-users\.ts:\d+:\d+: Cannot find name 'nobody'/),
    });
    expect(files()).toHaveLength(2);
  });

  it("leaves the file alone when the entities ask for nothing any more", async () => {
    project.write("entities/user.ts", user());
    const text = textOf();
    expect(await project.schema("generate", "--amend")).toMatchObject({
      status: 4,
      stdout: expect.stringContaining("delete it"),
    });
    expect(textOf()).toBe(text);
  });
});
