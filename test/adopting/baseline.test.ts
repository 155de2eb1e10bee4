import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCatalog, readExtras } from "../../src/catalog";
import { diff } from "../../src/diff";
import { openServer } from "../../src/postgres/server";
import { filterSchema, makeId, type Schema } from "../../src/schema";
import { type CliProject, cliProject, user } from "../support/cli";
import { createDatabase, execute, serverVersions, type TestDatabase } from "../support/servers";

const files = ({ directory }: CliProject): string[] => {
  try {
    return readdirSync(join(directory, "generated-migrations")).filter((file) => file.endsWith(".ts"));
  } catch {
    return [];
  }
};

/** As a person makes a database in years: with more than entities can say, and tables that none describes. */
const legacy = [
  "CREATE TYPE mood AS ENUM ('sad', 'ok')",
  "CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%')",
  "CREATE FUNCTION is_short(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT length($1) < 60'",
  `CREATE TABLE users (id serial CONSTRAINT users_pk PRIMARY KEY, name varchar(40) NOT NULL CHECK (is_short(name)),
     mail email, mood mood DEFAULT 'ok')`,
  "CREATE UNIQUE INDEX users_lower ON users (lower(name))",
  "CREATE TABLE audit (id serial PRIMARY KEY, at timestamptz)",
  `CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql
     AS 'BEGIN INSERT INTO audit (at) VALUES (now()); RETURN NEW; END'`,
  "CREATE TRIGGER touch AFTER INSERT ON users FOR EACH ROW EXECUTE FUNCTION touched()",
  "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY everybody ON users USING (true)",
  "INSERT INTO users (name, mail) VALUES ('ada', 'ada@example.com')",
];

interface Whole {
  readonly schema: Schema;
  readonly extras: readonly string[];
}

/** What there is of `users`, whoever has words for it. */
async function usersIn(url: string): Promise<Whole> {
  const database = await openServer({ url });
  try {
    return await database.session(async (session) => ({
      schema: filterSchema(
        await readCatalog(session),
        (object) =>
          object.kind === "enum" || ("table" in object ? object.table === "users" : object.name === "users"),
      ),
      extras: (await readExtras(session)).map(({ sql }) => sql),
    }));
  } finally {
    await database.close();
  }
}

describe.each(serverVersions)("schema baseline on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  let elsewhere: TestDatabase;
  let project: CliProject;
  beforeEach(async () => {
    database = await createDatabase(version);
    elsewhere = await createDatabase(version);
    project = cliProject({ "entities/user.ts": user() }, database.url);
  });
  afterEach(async () => {
    project.remove();
    await database.drop();
    await elsewhere.drop();
  });

  it("writes a file that builds an equal database elsewhere, and touches nothing here", async () => {
    await execute(database.url, ...legacy);
    const before = await usersIn(database.url);
    const { status, stdout } = await project.schema("baseline", "--json");
    const result = JSON.parse(stdout);
    expect({ status, tables: result.tables }).toEqual({ status: 0, tables: 1 });
    expect(result.left.map(({ kind, name }: { kind: string; name: string }) => `${kind} ${name}`)).toEqual([
      "table audit",
    ]);
    expect(files(project)).toHaveLength(1);
    expect(await usersIn(database.url)).toEqual(before);
    expect((await project.schema("current")).stdout).toMatch(/^Initial\d{13}\n$/);
    expect(await project.schema("apply")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Nothing to apply"),
    });

    // The file says what it leads to, so that nothing has to be replayed.
    const nowhere = ["--scratch", "postgresql://nobody@127.0.0.1:1/x"];
    const applied = await project.schema("apply", "--url", elsewhere.url, ...nowhere);
    expect(applied).toMatchObject({ status: 0, stderr: expect.not.stringContaining("not known") });
    const made = await usersIn(elsewhere.url);
    expect(diff(before.schema, made.schema)).toEqual([]);
    expect(made.extras).toEqual(before.extras);
    expect(await project.schema("rollback", "--url", elsewhere.url)).toMatchObject({ status: 0 });
    expect((await usersIn(elsewhere.url)).schema.objects.size).toBe(0);
  });
});

describe("adopting a database", () => {
  let database: TestDatabase;
  let project: CliProject;
  beforeEach(async () => {
    database = await createDatabase(18);
    project = cliProject({ "entities/user.ts": user() }, database.url);
  });
  afterEach(async () => {
    project.remove();
    await database.drop();
  });

  /** What synchronize() would have made, without a record of it. */
  const synchronized = async () => {
    const { stdout } = await project.schema("diff", "--sql");
    await execute(
      database.url,
      ...stdout
        .split("\n")
        .filter((line) => !line.startsWith("\\"))
        .join("\n")
        .split(";\n"),
    );
  };

  it("goes on from the baseline with the next generate, expression indexes and triggers left alone", async () => {
    await execute(database.url, ...legacy);
    await project.schema("baseline");
    const byHand = async () => {
      const { schema, extras } = await usersIn(database.url);
      return { index: schema.objects.get(makeId("index", "public", "users_lower")), extras };
    };
    const before = await byHand();
    expect(before.index).toBeDefined();
    expect(before.extras.join()).toMatch(/TRIGGER touch[\s\S]*POLICY everybody/);
    const { stdout } = await project.schema(
      "generate",
      "--json",
      "--drop",
      "users.mail",
      "--drop",
      "users.mood",
    );
    const [up = ""] = JSON.parse(stdout).text.split("async down(");
    expect(up).toContain("column public.users.name varchar(40) to varchar(50)");
    expect(up).not.toMatch(/TRIGGER touch|POLICY/);
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await byHand()).toEqual(before);
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 0 });
  });

  it("made by synchronize() is recognised by generate, status and apply, which say what to do", async () => {
    await synchronized();
    for (const command of ["generate", "status"]) {
      const { stdout, stderr } = await project.schema(command);
      expect(`${stdout}${stderr}`).toContain("`schema baseline`");
    }
    await project.schema("baseline", "--from", "entities", "--dry-run");
    await project.schema("generate", "--from", "migrations");
    expect(files(project)).toHaveLength(1);
    // Of a project that has migrations no baseline can be made.
    expect((await project.schema("status")).stdout).toMatch(
      /`schema stamp head` says so; else `schema apply`/,
    );
    const refused = await project.schema("apply", "--json");
    expect(refused.status).toBe(4);
    expect(JSON.parse(refused.stdout).error).toMatchObject({
      code: "NOT_ADOPTED",
      message: expect.stringMatching(/public\.users is there already, made by synchronize\(\) or by hand/),
      hint: expect.stringContaining("schema stamp head"),
    });
    expect(await project.schema("stamp", "head")).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
    expect(await project.schema("diff", "--exit-code")).toMatchObject({ status: 0 });
  });

  it("of the entities, when the database is what they say", async () => {
    await synchronized();
    const { status, stdout } = await project.schema("baseline", "--from", "entities");
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: expect.stringContaining("The database is what the entities say."),
    });
    const [file = ""] = files(project);
    expect(readFileSync(join(project.directory, "generated-migrations", file), "utf8")).toContain(
      "entities/user.ts:",
    );
    expect((await project.schema("generate")).stdout).toContain("Nothing to generate");
  });

  it.each([
    ["database", "--from", "database"],
    ["entities", "--from", "entities"],
  ])("that is empty is refused, from the %s", async (_what, ...from) => {
    const { status, stdout } = await project.schema("baseline", ...from, "--json");
    expect({ status, code: JSON.parse(stdout).error.code }).toEqual({ status: 1, code: "NOTHING_TO_ADOPT" });
    expect(files(project)).toEqual([]);
  });

  it("is refused once there are migrations, or a record of some", async () => {
    await project.schema("generate");
    await project.schema("apply");
    const again = await project.schema("baseline", "--json");
    expect([again.status, JSON.parse(again.stdout).error.code]).toEqual([4, "BASELINE_NOT_FIRST"]);
    const other = cliProject({ "entities/user.ts": user() }, database.url);
    const lost = await other.schema("baseline", "--json");
    expect([lost.status, JSON.parse(lost.stdout).error.code]).toEqual([4, "MISSING_MIGRATION"]);
    other.remove();
  });

  it("warns of a data source that changes the schema itself", async () => {
    project.write(
      "data-source.ts",
      `import { DataSource } from "typeorm";
       export default new DataSource({ type: "postgres", url: process.env.DATABASE_URL, synchronize: true,
         migrationsRun: true, entities: ["entities/*.ts"] });`,
    );
    const { stderr } = await project.schema("status");
    expect(stderr).toContain("`synchronize: true`");
    expect(stderr).toContain("`migrationsRun: true`");
  });
});
