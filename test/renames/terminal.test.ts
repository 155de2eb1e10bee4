import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { removeUserProjects, type UserProject, userProject } from "../project/user-project";
import { createDatabase, type TestDatabase } from "../support/servers";
import { closeScreens, down, enter, interrupt, requireTerminal, Screen } from "../support/terminal";

const binary = join(__dirname, "../../bin/schema.js");

const dataSource = `
import { DataSource } from "typeorm";
export default new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: ["entities/*.ts"] });
`;

const person = (columns: string) => `
import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";

@Entity("people")
export class Person {
  @PrimaryGeneratedColumn()
  id!: number;

  ${columns}
}
`;

const screenOf = (project: UserProject, url: string, ...flags: string[]) =>
  new Screen(project.root, url, "generate", "--timestamp", "1763700000000", ...flags);

const migrationsOf = ({ root }: UserProject): string[] => {
  try {
    return readdirSync(join(root, "generated-migrations")).filter((file) => file.endsWith(".ts"));
  } catch {
    return [];
  }
};

/** The lines of the screens in the manual. */
function documentedScreens(): string[] {
  const manual = readFileSync(join(__dirname, "../../docs/renames.md"), "utf8");
  const screens = [...manual.matchAll(/^```screen\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  expect(screens.length).toBeGreaterThan(4);
  return screens.flatMap((text) => text.split("\n")).filter((line) => line !== "");
}

describe("generate at a terminal", () => {
  let database: TestDatabase;
  let project: UserProject;

  beforeAll(requireTerminal);

  beforeEach(async () => {
    database = await createDatabase(18);
    project = userProject({
      "data-source.ts": dataSource,
      "entities/person.ts": person(
        '@Column()\n  name!: string;\n\n  @Column({ type: "text" })\n  ssn!: string;',
      ),
    });
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [binary, ...args], {
        cwd: project.root,
        env: { ...process.env, DATABASE_URL: database.url },
        encoding: "utf8",
      });
    for (const args of [["generate", "--timestamp", "1763600000000"], ["apply"]]) {
      const { status, stderr, stdout } = run(...args);
      if (status !== 0) throw new Error(`${stdout}${stderr}`);
    }
    project.write({
      "entities/person.ts": person(
        '@Column()\n  fullName!: string;\n\n  @Column({ type: "text" })\n  nickname!: string;\n\n  @Column()\n  rank!: number;',
      ),
    });
  });
  afterEach(async () => {
    closeScreens();
    await database.drop();
  });
  afterAll(removeUserProjects);

  it("asks, names the flag for each answer, and keeps the answers in the entity", async () => {
    const screen = screenOf(project, database.url);
    await screen.shows("public.people.name is gone. What became of it?");
    await screen.shows(`--rename 'column:public.people.name="fullName"'`);
    screen.press(enter);
    await screen.shows("public.people.ssn is gone. What became of it?");
    await screen.shows("--rename column:public.people.ssn=nickname");
    screen.press(down);
    await screen.shows("--drop column:public.people.ssn");
    screen.press("\u001b[A");
    await screen.shows("--rename column:public.people.ssn=nickname");
    screen.press(enter);
    await screen.shows("public.people.rank is NOT NULL: rows that are there need a value.");
    await screen.shows("--backfill public.people.rank=0");
    screen.press(enter);
    await screen.shows("Where shall these answers be kept?");
    screen.press(down);
    await screen.shows("--keep-answers entities");
    screen.press(enter);
    expect(await screen.ended).toBe(0);
    expect(screen.text).toContain("Wrote @RenamedFrom into entities/person.ts.");
    expect(screen.text).toContain("Wrote @Backfill into entities/person.ts.");
    const entity = readFileSync(join(project.root, "entities/person.ts"), "utf8");
    expect(entity).toContain('  @RenamedFrom("name")\n  @Column()\n  fullName!: string;');
    expect(entity).toContain('  @Backfill("0")\n  @Column()\n  rank!: number;');
    expect(entity).toContain('import { RenamedFrom, Backfill } from "typeorm-schema";');
    const [, file = ""] = migrationsOf(project);
    const migration = readFileSync(join(project.root, "generated-migrations", file), "utf8");
    expect(migration).toContain('RENAME COLUMN name TO \\"fullName\\"'.replaceAll("\\", ""));
    expect(migration).toContain("UPDATE public.people SET rank = 0");
    for (const line of documentedScreens()) expect(screen.everything).toContain(line);
  });

  it("keeps the answers in a hints file, which answers the next time", async () => {
    const screen = screenOf(project, database.url, "--keep-answers", "hints", "--dry-run");
    await screen.shows("What became of it?");
    screen.press(interrupt);
    expect(await screen.ended).toBe(130);
    const again = screenOf(project, database.url, "--keep-answers", "hints");
    await again.shows("public.people.name is gone");
    again.press(enter);
    await again.shows("public.people.ssn is gone");
    again.press(enter);
    await again.shows("public.people.rank is NOT NULL");
    again.press(enter);
    expect(await again.ended).toBe(0);
    expect(JSON.parse(readFileSync(join(project.root, "schema-hints.json"), "utf8"))).toEqual({
      renames: {
        "column:public.people.name": '"fullName"',
        "column:public.people.ssn": "nickname",
      },
      backfill: { "public.people.rank": "0" },
    });
  });

  it("ends with 130 at Ctrl-C, and has written nothing", async () => {
    const before = migrationsOf(project);
    const screen = screenOf(project, database.url);
    await screen.shows("public.people.name is gone. What became of it?");
    screen.press(interrupt);
    expect(await screen.ended).toBe(130);
    expect(screen.text).toContain("You asked to stop.");
    expect(migrationsOf(project)).toEqual(before);
  });
});
