import { rmSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, cliProject, user } from "../support/cli";
import { withSessionOn } from "../support/databases";
import { createDatabase, type TestDatabase } from "../support/servers";

const nickname = '\n  @Column({ type: "text", nullable: true })\n  nickname!: string | null;\n';

describe("rolling back what has data in it", () => {
  let database: TestDatabase;
  let project: CliProject;
  beforeAll(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/user.ts": user() }, database.url);
    for (const entity of [user(), user(nickname)]) {
      project.write("entities/user.ts", entity);
      for (const command of ["generate", "apply"])
        expect(await project.schema(command)).toMatchObject({ status: 0 });
    }
  });
  afterAll(async () => {
    project.remove();
    await database.drop();
  });

  const query = (sql: string) => withSessionOn(database.url, (session) => session.query(sql));

  it("is refused, with the columns, until it is accepted; a column without a value is no loss", async () => {
    await query("INSERT INTO public.users (name, nickname) VALUES ('Ann', 'annie'), ('Bob', NULL)");
    const refused = await project.schema("rollback", "--json");
    expect(refused.status).toBe(4);
    const { error } = JSON.parse(refused.stdout);
    expect(error).toMatchObject({ code: "DATA_LOSS", hint: expect.stringContaining("--accept data-loss") });
    expect(error.message).toContain("column public.users.nickname and its values  (AddNicknameToUsers");
    expect(await query("SELECT name, nickname FROM public.users ORDER BY id")).toEqual([
      { name: "Ann", nickname: "annie" },
      { name: "Bob", nickname: null },
    ]);

    const shown = await project.schema("rollback", "--to", "base", "--dry-run");
    expect(shown).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("table public.users and its rows"),
    });
    expect(await project.schema("rollback", "--accept", "data-loss")).toMatchObject({ status: 0 });
    expect(await query("SELECT name FROM public.users ORDER BY id")).toEqual([
      { name: "Ann" },
      { name: "Bob" },
    ]);

    await project.schema("apply");
    expect(await project.schema("rollback")).toMatchObject({ status: 0 });
  });

  it("holds for migrations by hand, as far as their statements say it", async () => {
    const file = "generated-migrations/1900000000000-by-hand.ts";
    project.write(
      file,
      `export class ByHand1900000000000 {
         async up(q: any) { await q.query("ALTER TABLE users ADD motto text DEFAULT 'go', ADD score int"); }
         async down(q: any) { await q.query("ALTER TABLE users DROP COLUMN motto, DROP score"); }
       }`,
    );
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    const refused = await project.schema("rollback");
    expect(refused).toMatchObject({
      status: 4,
      stderr: expect.stringContaining("column public.users.motto and its values"),
    });
    expect(refused.stderr).not.toContain("score");
    expect(await project.schema("rollback", "--accept", "data-loss")).toMatchObject({ status: 0 });
    rmSync(join(project.directory, file));
  });
});
