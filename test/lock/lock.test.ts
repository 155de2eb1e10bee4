import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, user } from "../support/cli";
import { giveEach, type Place, prepared, succeed } from "../support/prepared";
import { directoryOf, filesOf, handWritten, lockedIn, lockOf } from "./support";

const nickname = "  @Column({ nullable: true })\n  nickname?: string;\n";

const entities = { "entities/user.ts": user() };

let project: CliProject;
const use = (place: Place) => {
  project = place.project;
};

const lockFile = () => join(directoryOf(project), "schema.lock");
const edit = (file: string, change: (text: string) => string) => {
  const path = join(directoryOf(project), file);
  writeFileSync(path, change(readFileSync(path, "utf8")));
};
const problem = async (...args: string[]) => {
  const { status, stdout, stderr } = await project.schema(...args);
  return { status, text: stdout + stderr };
};

describe("schema.lock", () => {
  giveEach(
    prepared(entities, async () => {}),
    use,
  );

  it("has a line for each migration, whoever writes it, and leaves those before as they are", async () => {
    await project.schema("generate");
    const first = lockOf(project);
    expect(lockedIn(project)).toEqual(filesOf(project));
    await project.schema("generate", "fill in", "--empty");
    expect(lockedIn(project)).toEqual(filesOf(project));
    expect(lockOf(project).startsWith(first)).toBe(true);
    expect(await project.schema("rebase")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Nothing to rebase"),
    });
  });

  it("is not asked for: a project without one applies, and its next migration begins one of them all", async () => {
    project.write("generated-migrations/1700000000001-old.js", handWritten("Old", 1700000000001, "SELECT 1"));
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("status")).toMatchObject({ status: 0 });
    await project.schema("generate");
    expect(lockedIn(project)).toEqual(filesOf(project));
    expect(lockedIn(project)).toHaveLength(2);
  });

  it("is not written by a dry run", async () => {
    await project.schema("generate", "--dry-run");
    expect(() => lockOf(project)).toThrow("ENOENT");
  });

  it("lets a migration be filled in and one be added by hand: status names them, apply runs them, rebase locks them", async () => {
    await project.schema("generate", "fill in", "--empty");
    const [file = ""] = filesOf(project);
    edit(file, (text) =>
      text.replace("// await queryRunner.query(`…`);", 'await queryRunner.query("CREATE TABLE a ()");'),
    );
    project.write(
      "generated-migrations/1700000000001-old.js",
      handWritten("Old", 1700000000001, "CREATE TABLE old (id int)"),
    );
    const before = await project.schema("status");
    expect(before).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`${file} is not what schema.lock says`),
    });
    expect(before.stdout).toContain("1700000000001-old.js is not in schema.lock");
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    const rebased = await project.schema("rebase");
    expect(rebased.status).toBe(0);
    expect(rebased.stdout).toMatch(new RegExp(`${file} +its text as it is now`));
    expect(rebased.stdout).toMatch(/1700000000001-old\.js +taken into the lock/);
    expect(JSON.parse((await project.schema("status", "--json")).stdout)).toMatchObject({
      problems: [],
      warnings: [],
    });
  });
});

describe("the schema.lock of two migrations, one of them applied,", () => {
  giveEach(
    prepared(entities, async (origin) => {
      await succeed(origin, "generate", "apply");
      origin.write("entities/user.ts", user(nickname));
      await succeed(origin, "generate");
    }),
    use,
  );

  it("misses a file that is gone and pending: nothing is applied until it is back, or taken off on purpose", async () => {
    const [, second = ""] = filesOf(project);
    rmSync(join(directoryOf(project), second));
    for (const command of ["status", "apply"])
      expect(await problem(command)).toMatchObject({
        status: 4,
        text: expect.stringContaining(`${second} is in schema.lock, but there is no such file`),
      });
    const rebased = await project.schema("rebase");
    expect(rebased).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(new RegExp(`${second} +taken off the lock`)),
    });
    expect(rebased.stdout.match(/taken off/g)).toHaveLength(1);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
  });

  it("knows a file again that was renamed: status says so, apply runs it, and rebase leaves it where it was", async () => {
    const [first = "", second = ""] = filesOf(project);
    const renamed = first.replace(/-.*(?=\.)/, "-begin");
    renameSync(join(directoryOf(project), first), join(directoryOf(project), renamed));
    expect(await project.schema("status")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`${renamed} is ${first} in schema.lock: the file was renamed.`),
    });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    expect(lockedIn(project)).toEqual([renamed, second]);
  });

  it("lets the last file be deleted and generated again", async () => {
    const [, second = ""] = filesOf(project);
    rmSync(join(directoryOf(project), second));
    expect(await project.schema("generate", "another name")).toMatchObject({ status: 0 });
    expect(lockedIn(project)).toEqual(filesOf(project));
    expect(lockedIn(project)).not.toContain(second);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
  });

  it("with conflict markers keeps anything from being applied or generated", async () => {
    writeFileSync(
      lockFile(),
      lockOf(project).replace(/^(\S{16} \S{64} .*add-nick.*\n)/m, "<<<<<<< HEAD\n$1=======\n>>>>>>> other\n"),
    );
    project.write("entities/user.ts", user());
    for (const command of [
      ["status"],
      ["apply"],
      ["generate", "--from", "migrations", "--drop", "users.nickname"],
    ])
      expect(await problem(...command)).toMatchObject({
        status: 4,
        text: expect.stringMatching(/schema\.lock has conflict markers[\s\S]*schema rebase/),
      });
    expect(filesOf(project)).toHaveLength(2);
  });

  it("whose chain is broken is named by line, and written again by rebase", async () => {
    const sound = lockOf(project);
    writeFileSync(lockFile(), sound.replace(/^[0-9a-f]{4}/m, "0000"));
    expect(await problem("status")).toMatchObject({
      status: 4,
      text: expect.stringContaining("is not chained to the line before it"),
    });
    writeFileSync(lockFile(), `${sound}what is this\n`);
    expect(await problem("apply")).toMatchObject({
      status: 4,
      text: expect.stringMatching(/Line 5 of schema\.lock cannot be read/),
    });
    expect(await project.schema("rebase")).toMatchObject({ status: 0 });
    expect(lockOf(project)).toBe(sound);
  });

  it("does not care how git writes line ends", async () => {
    edit("schema.lock", (text) => text.replaceAll("\n", "\r\n"));
    for (const file of filesOf(project)) edit(file, (text) => text.replaceAll("\n", "\r\n"));
    expect(JSON.parse((await project.schema("status", "--json")).stdout)).toMatchObject({
      problems: [],
      warnings: [],
    });
  });

  it("says nothing twice: what the record tells better is told once", async () => {
    const [first = "", second = ""] = filesOf(project);
    await project.schema("apply");
    edit(first, (text) => `${text}\n// edited\n`);
    rmSync(join(directoryOf(project), second));
    const { problems, warnings } = JSON.parse((await project.schema("status", "--json")).stdout);
    expect(problems.map(({ kind }: { kind: string }) => kind)).toEqual(["edited", "missing"]);
    expect(warnings).toEqual([]);
  });
});
