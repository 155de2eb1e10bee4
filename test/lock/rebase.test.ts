import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, cliProject, copyOf, user } from "../support/cli";
import { createDatabase, type TestDatabase } from "../support/servers";
import { commitAll, directoryOf, filesOf, git, handWritten, lockedIn, lockOf } from "./support";

const column = (name: string) => `  @Column({ nullable: true })\n  ${name}?: string;\n`;
const post = `import { Entity, PrimaryGeneratedColumn } from "typeorm";
@Entity("posts")
export class Post { @PrimaryGeneratedColumn() id!: number; }
`;
const slugs = (files: readonly (string | undefined)[]) =>
  files.map((file) => file?.replace(/^\d+-|\.[jt]s$/g, ""));

describe("schema rebase", () => {
  let origin: CliProject;
  let template: TestDatabase;
  let project: CliProject;
  let database: TestDatabase;
  /** Ours adds a nickname to the users, theirs a table of posts; both branches begin at `initial`. */
  beforeAll(async () => {
    template = await createDatabase(18);
    origin = cliProject({ "entities/user.ts": user() }, template.url);
    await origin.schema("generate", "--timestamp", "1700000000001");
    await origin.schema("apply");
    git(origin, "init", "-b", "main");
    commitAll(origin, "initial");
    git(origin, "switch", "-c", "ours");
    origin.write("entities/user.ts", user(column("nickname")));
    await origin.schema("generate", "--timestamp", "1700000000002");
    commitAll(origin, "ours");
    git(origin, "switch", "main");
    origin.write("entities/post.ts", post);
    await origin.schema("generate", "--timestamp", "1700000000003");
    commitAll(origin, "theirs");
  });
  beforeEach(async () => {
    database = await createDatabase(18, template.name);
    project = copyOf(origin, database.url);
  });
  afterEach(async () => {
    project.remove();
    await database.drop();
  });
  afterAll(async () => {
    origin.remove();
    await template.drop();
  });

  const expected = ["initial", "create-posts", "add-nickname-to-users"];
  const isSettled = async () => {
    expect(slugs(filesOf(project))).toEqual(expected);
    expect(lockedIn(project)).toEqual(filesOf(project));
    expect(lockOf(project)).not.toContain("<<<<");
    const [, , ours = ""] = filesOf(project);
    const timestamp = ours.slice(0, 13);
    const text = readFileSync(join(directoryOf(project), ours), "utf8");
    expect(text).toContain(`class AddNicknameToUsers${timestamp} `);
    expect(text).not.toContain("1700000000002");
    expect((await project.schema("apply", "--json")).status).toBe(0);
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 0 });
  };

  it("puts ours after theirs when a merge ends in a conflict, which schema.lock makes sure of", async () => {
    git(project, "switch", "ours");
    expect(git(project, "merge", "main")).toBe(false);
    expect(lockOf(project)).toContain("<<<<<<<");
    expect(await project.schema("apply")).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("schema rebase"),
    });
    const dry = await project.schema("rebase", "--dry-run");
    expect(dry.stdout).toContain("1700000000002-add-nickname-to-users.ts");
    expect(lockOf(project)).toContain("<<<<<<<");
    expect(await project.schema("rebase")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(
        /1700000000002-add-nickname-to-users\.ts +→ \d{13}-add-nickname-to-users\.ts/,
      ),
    });
    await isSettled();
  });

  it("knows that git calls ours theirs while it rebases", async () => {
    git(project, "switch", "ours");
    expect(git(project, "rebase", "main")).toBe(false);
    expect(existsSync(join(project.directory, ".git/rebase-merge"))).toBe(true);
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    await isSettled();
  });

  it("finds two migrations that follow one, where a person kept both lines, and asks unless told", async () => {
    git(project, "switch", "ours");
    git(project, "merge", "main");
    const kept = lockOf(project).replaceAll(/^(<{7}|={7}|>{7}).*\n/gm, "");
    project.write("generated-migrations/schema.lock", kept);
    for (const command of ["status", "apply"]) {
      const { status, stdout, stderr } = await project.schema(command);
      expect(status).toBe(4);
      expect(stdout + stderr).toMatch(/both follow 1700000000001-initial\.ts: they come from two branches/);
    }
    const asked = await project.schema("rebase", "--json");
    expect(asked.status).toBe(3);
    expect(JSON.parse(asked.stdout)).toMatchObject({
      status: "needs-decision",
      commands: [
        "schema rebase --onto AddNicknameToUsers1700000000002",
        "schema rebase --onto CreatePosts1700000000003",
      ],
    });
    expect(lockOf(project)).toBe(kept);
    expect(await project.schema("rebase", "--onto", "create-posts")).toMatchObject({ status: 0 });
    await isSettled();
  });

  it("moves what is not applied, where a person kept both lines and one is", async () => {
    await project.schema("apply");
    git(project, "switch", "ours");
    git(project, "merge", "-X", "ours", "main");
    project.write(
      "generated-migrations/schema.lock",
      lockOf(project).replaceAll(/^(<{7}|={7}|>{7}).*\n/gm, ""),
    );
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    await isSettled();
  });

  it("moves a migration that was merged late", async () => {
    await project.schema("apply");
    git(project, "switch", "ours");
    git(project, "checkout", "main", "--", "generated-migrations", "entities/post.ts");
    expect(await project.schema("apply")).toMatchObject({ status: 4 });
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    await isSettled();
  });

  it("refuses to move what is applied, and says what to do", async () => {
    git(project, "switch", "ours");
    await project.schema("apply");
    git(project, "merge", "main");
    const before = lockOf(project);
    const refused = await project.schema("rebase", "--json");
    expect(refused.status).toBe(4);
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: "REBASE_APPLIED",
      message: expect.stringContaining("AddNicknameToUsers1700000000002"),
      hint: expect.stringContaining("schema rollback"),
    });
    expect(lockOf(project)).toBe(before);
    await project.schema("rollback");
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    await isSettled();
  });

  it("goes on without a database, and says so", async () => {
    git(project, "switch", "ours");
    git(project, "merge", "main");
    const rebased = await project.schema("rebase", "--url", "postgresql://nobody@127.0.0.1:1/x");
    expect(rebased).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("What is applied is not known"),
    });
    await isSettled();
  });

  it("generates each of ours again where theirs has changed what it begins with", async () => {
    git(project, "switch", "main");
    project.write("entities/user.ts", user(column("nickname") + column("motto")));
    await project.schema("generate", "theirs-too", "--from", "migrations", "--timestamp", "1700000000004");
    commitAll(project, "theirs have the nickname as well");
    git(project, "switch", "ours");
    const [first, second] = [column("nickname") + column("age"), column("city")];
    project.write("entities/user.ts", user(first));
    await project.schema("generate", "--amend", "--from", "migrations");
    const amended = join(directoryOf(project), filesOf(project).at(-1) ?? "");
    const place = "// --- after: your SQL or code ---";
    const byHand = "await queryRunner.query(`SELECT 'by hand'`);";
    writeFileSync(amended, readFileSync(amended, "utf8").replace(place, `${place}\n    ${byHand}`));
    await project.schema("rebase");
    project.write("entities/user.ts", user(first + second));
    await project.schema("generate", "--from", "migrations", "--timestamp", "1700000000005");
    commitAll(project, "ours have an age and a city as well");
    git(project, "merge", "main");
    // Entities that lack what theirs have added: what became of it, only a person knows.
    commitAll(project, "merged, and not yet settled");
    project.write("entities/user.ts", user(first + second));
    expect(await project.schema("rebase")).toMatchObject({
      status: 2,
      stdout: expect.stringContaining("Correct the migrations that were moved"),
    });
    git(project, "reset", "--hard");
    git(project, "clean", "-f", "generated-migrations");
    project.write("entities/user.ts", user(first + column("motto") + second));
    const rebased = await project.schema("rebase", "--json");
    expect(rebased).toMatchObject({ status: 0 });
    const [one = "", other = ""] = filesOf(project).slice(-2);
    expect(JSON.parse(rebased.stdout)).toMatchObject({
      moves: [{ to: one }, { to: other }],
      agreement: { kind: "regenerated", files: [one] },
    });
    const [again = "", kept = ""] = [one, other].map((file) =>
      readFileSync(join(directoryOf(project), file), "utf8"),
    );
    expect(again).toContain("ADD COLUMN age");
    expect(again).toContain(byHand);
    expect(again).not.toContain("ADD COLUMN nickname");
    expect(kept).toContain("ADD COLUMN city");
    // Each begins where the one before it ends.
    expect(/from: "(\w+)"/.exec(kept)?.[1]).toBe(/to: "(\w+)"/.exec(again)?.[1]);
    expect(lockedIn(project)).toEqual(filesOf(project));
    expect(await project.schema("check")).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
  });

  it("moves what a person wrote as well", async () => {
    project.write(
      "generated-migrations/1700000000002-by-hand.js",
      handWritten("ByHand", 1700000000002, "SELECT 1"),
    );
    await project.schema("apply", "--allow-out-of-order");
    project.write(
      "generated-migrations/1700000000001-late.js",
      handWritten("Late", 1700000000001, "SELECT 2"),
    );
    expect(await project.schema("status")).toMatchObject({ status: 4 });
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    expect(slugs(filesOf(project))).toEqual(["initial", "by-hand", "create-posts", "late"]);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
  });
});
