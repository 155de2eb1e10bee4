import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type CliProject, cliProject, copyOf, user } from "../support/cli";
import { createDatabase, type TestDatabase } from "../support/servers";

jest.setTimeout(180_000);

let database: TestDatabase;
let project: CliProject;
beforeAll(async () => {
  database = await createDatabase(18);
});
afterEach(() => project.remove());
afterAll(() => database.drop());

const strict = (levels: string) => `
import { DataSource } from "typeorm";
import { User } from "./entities/user";

export default new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: [User], migrations: ["generated-migrations/*.ts"] });
export const schema = { strategy: "simple", hazards: ${levels} };
`;

const files = () =>
  existsSync(join(project.directory, "generated-migrations"))
    ? readdirSync(join(project.directory, "generated-migrations")).filter((name) => name.endsWith(".ts"))
    : [];
const textOf = (name: string) => readFileSync(join(project.directory, "generated-migrations", name), "utf8");

const generateIn = (of: CliProject, ...args: string[]) =>
  of.schema("generate", "--from", "migrations", ...args);
const generate = (...args: string[]) => generateIn(project, ...args);

/** A project whose first migration is there, compared with its files. */
async function begun(more: Record<string, string> = {}): Promise<CliProject> {
  const of = cliProject({ "entities/user.ts": user(), ...more }, database.url);
  expect(await generateIn(of, "--timestamp", "1700000000000")).toMatchObject({ status: 0 });
  return of;
}

describe("a hazard that the settings make an error", () => {
  const indexed = user(
    '  @Index("users_nick") @Column({ nullable: true, length: 9 }) nick!: string;\n',
  ).replace("{ Column,", "{ Index, Column,");

  test("is refused with what to do instead, until it is accepted with a reason", async () => {
    project = await begun({ "data-source.ts": strict('{ BLOCKING_INDEX_BUILD: "error" }') });
    project.write("entities/user.ts", indexed);
    const refused = await generate();
    expect(refused.status).toBe(4);
    expect(refused.stderr).toContain("BLOCKING_INDEX_BUILD public.users");
    expect(refused.stderr).toContain("Build it CONCURRENTLY");
    expect(refused.stderr).toContain("--accept-hazard BLOCKING_INDEX_BUILD=");
    expect(files()).toHaveLength(1);

    const online = await generate("--strategy", "online", "--dry-run");
    expect(online).toMatchObject({ status: 0 });
    expect(online.stdout).toContain("CREATE INDEX CONCURRENTLY users_nick");

    const unreasoned = await generate("--accept-hazard", "BLOCKING_INDEX_BUILD=");
    expect(unreasoned.stderr).toContain("gives no reason");
    const accepted = await generate("nick", "--accept-hazard", "BLOCKING_INDEX_BUILD=forty rows");
    expect(accepted.stderr + accepted.stdout).not.toContain("Error");
    expect(accepted.status).toBe(0);
    const [, file = ""] = files();
    expect(textOf(file)).toContain("schema-accept BLOCKING_INDEX_BUILD: forty rows");

    const linted = await project.schema("lint", `generated-migrations/${file}`);
    expect(linted.stdout).toContain("BLOCKING_INDEX_BUILD");
    expect(linted.status).toBe(0);
  });
});

describe("a migration that is broken on purpose", () => {
  let origin: CliProject;
  beforeAll(async () => {
    origin = await begun();
    origin.write("entities/user.ts", user("  @Column({ nullable: true }) nick!: string;\n"));
    const second = await generateIn(origin, "nick", "--timestamp", "1700000000001");
    expect(second).toMatchObject({ status: 0 });
  });
  afterAll(() => origin.remove());

  /** The second migration, with a line of ours at the beginning of one of its ways. */
  async function broken(way: "up" | "down", sql: string) {
    project = copyOf(origin, database.url);
    const file = join(project.directory, "generated-migrations", files()[1] ?? "");
    const text = readFileSync(file, "utf8");
    const place = "// --- before: your SQL or code ---";
    const at = way === "up" ? text.indexOf(place) : text.lastIndexOf(place);
    const line = `\n    await queryRunner.query(\`${sql}\`);`;
    writeFileSync(file, text.slice(0, at + place.length) + line + text.slice(at + place.length));
    const before = readFileSync(file, "utf8");
    const result = await generate("--amend");
    expect(readFileSync(file, "utf8")).toBe(before);
    return result;
  }

  test("by an up that fails, is refused with PostgreSQL's reason", async () => {
    const { status, stderr } = await broken("up", "ALTER TABLE users ADD COLUMN nick text");
    expect(status).toBe(4);
    expect(stderr).toContain("With what is written by hand in it, `up` fails");
    expect(stderr).toContain('column "nick" of relation "users" already exists');
  });

  test("by an up that leads elsewhere, is refused with the difference", async () => {
    const { status, stderr } = await broken("up", "ALTER TABLE users ALTER COLUMN name TYPE varchar(60)");
    expect(status).toBe(4);
    expect(stderr).toContain("`up` does not lead to what the entities describe");
    expect(stderr).toContain("column public.users.name differs in type");
  });

  test("by a down that does not lead back, is refused with the difference", async () => {
    const { status, stderr } = await broken("down", "ALTER TABLE users ALTER COLUMN name DROP NOT NULL");
    expect(status).toBe(4);
    expect(stderr).toContain("`down` does not lead to what was there before");
    expect(stderr).toContain("column public.users.name differs in notNull");
  });

  test("by a line that drops a column, is refused with its name", async () => {
    const { status, stderr } = await broken("up", "ALTER TABLE users DROP COLUMN name");
    expect(status).toBe(4);
    expect(stderr).toContain("column public.users.name is missing");
  });

  test("by a drop and an add that pass for nothing, is refused for the data that would be lost", async () => {
    const { status, stderr } = await broken(
      "up",
      "ALTER TABLE users DROP COLUMN name, ADD COLUMN name varchar(50) NOT NULL",
    );
    expect(status).toBe(4);
    expect(stderr).toContain("destroyed the values of public.users.name");
  });
});
