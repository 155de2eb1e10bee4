import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, user } from "../support/cli";
import { giveEach, prepared, succeed } from "../support/prepared";
import type { TestDatabase } from "../support/servers";
import { directoryOf, filesOf, handWritten } from "./support";

const nickname = "  @Column({ nullable: true })\n  nickname?: string;\n";

describe("schema check", () => {
  let project: CliProject;
  let database: TestDatabase;
  giveEach(
    prepared({ "entities/user.ts": user() }, (origin) => succeed(origin, "generate")),
    (place) => {
      ({ project, database } = place);
    },
  );

  const edit = (file: string, change: (text: string) => string) => {
    const path = join(directoryOf(project), file);
    writeFileSync(path, change(readFileSync(path, "utf8")));
  };

  it("is no matter of what is applied: it compares the files with the entities", async () => {
    expect(await project.schema("check")).toMatchObject({
      status: 0,
      stdout: "The migrations make what the entities say.\n",
    });
    project.write("entities/user.ts", user(nickname));
    const found = await project.schema("check", "--json");
    expect(found.status).toBe(2);
    expect(JSON.parse(found.stdout)).toMatchObject({
      version: 1,
      sound: true,
      different: true,
      up: ["ALTER TABLE public.users ADD COLUMN nickname varchar"],
    });
    expect(await project.schema("status", "--exit-code")).toMatchObject({ status: 2 });
    project.write(
      "generated-migrations/1900000000000-bad.js",
      handWritten("Bad", 1900000000000, "SELECT 1 / 0"),
    );
    const failed = await project.schema("check");
    expect(failed.status).toBe(1);
    expect(failed.stderr).toMatch(
      /Bad1900000000000[\s\S]*division by zero[\s\S]*tried in a scratch database: nothing was done/,
    );
    expect(failed.stderr).not.toContain("schema apply");
  });

  it("finds a file that was edited, before and after it is applied, and says what to do", async () => {
    const [file = ""] = filesOf(project);
    edit(file, (text) => `${text}// a remark\n`);
    expect(await project.schema("check")).toMatchObject({
      status: 4,
      stdout: expect.stringMatching(
        /is not what schema\.lock says[\s\S]*schema rebase[\s\S]*make what the entities say/,
      ),
    });
    await project.schema("rebase");
    expect(await project.schema("check")).toMatchObject({ status: 0 });
    await project.schema("apply");
    edit(file, (text) => `${text}// another remark\n`);
    const { stdout, status } = await project.schema("check", "--json");
    expect(status).toBe(4);
    expect(JSON.parse(stdout).problems.map(({ code }: { code: string }) => code)).toEqual([
      "EDITED_MIGRATION",
      "LOCK_CHANGED",
    ]);
  });

  it("checks the files alone where there is no database, and says so", async () => {
    const checked = await project.schema(
      "check",
      "--url",
      "postgresql://nobody@127.0.0.1:1/x",
      "--scratch",
      database.url,
    );
    expect(checked).toMatchObject({
      status: 0,
      stderr: expect.stringContaining("Only the files are checked"),
    });
  });

  it("compares nothing before the order of the migrations is certain", async () => {
    edit("schema.lock", (text) => `<<<<<<< HEAD\n${text}=======\n>>>>>>> main\n`);
    const { stdout, status } = await project.schema("check", "--json");
    expect(status).toBe(4);
    expect(JSON.parse(stdout)).toMatchObject({
      sound: false,
      different: null,
      problems: [{ code: "LOCK_CONFLICT" }],
    });
  });
});
