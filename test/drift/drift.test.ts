import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { directoryOf, filesOf } from "../lock/support";
import { type CliProject, cliProject, user } from "../support/cli";
import { withSessionOn } from "../support/databases";
import { prepared, succeed } from "../support/prepared";
import { createDatabase, type ServerVersion, serverVersions, type TestDatabase } from "../support/servers";

const column = (name: string) => `  @Column({ nullable: true })\n  ${name}?: string;\n`;
const rich = `
import { Check, Column, Entity, Index, ManyToOne, PrimaryGeneratedColumn, ViewEntity } from "typeorm";

export enum Status { draft = "draft", done = "done" }

@Entity("users")
@Check("users_age", "age between 0 and 150")
export class User {
  @PrimaryGeneratedColumn("uuid") id!: string;
  @Column({ length: 50 }) name!: string;
  @Column({ type: "int", default: 18 }) age!: number;
  @Column({ type: "enum", enum: Status, default: Status.draft }) status!: Status;
  @Index({ where: "age > 17" }) @Column({ type: "numeric", precision: 10, scale: 2, default: 0.5 }) money!: string;
  @ManyToOne(() => User, { onDelete: "CASCADE" }) boss?: User;
}

@ViewEntity({ name: "adults", expression: "SELECT id, name FROM users WHERE age >= 18" })
export class Adult {}
`;

interface Place {
  readonly project: CliProject;
  readonly database: TestDatabase;
  sql(text: string): Promise<unknown>;
}

async function openPlace(version: ServerVersion, entities: string): Promise<Place> {
  const database = await createDatabase(version);
  const project = cliProject({ "entities/user.ts": entities }, database.url);
  return { project, database, sql: sqlOn(database) };
}

const sqlOn =
  ({ url }: TestDatabase) =>
  (text: string) =>
    withSessionOn(url, (session) => session.query(text));

async function closePlace({ project, database }: Place): Promise<void> {
  project.remove();
  await database.drop();
}

async function withPlace(
  version: ServerVersion,
  entities: string,
  work: (place: Place) => Promise<void>,
): Promise<void> {
  const place = await openPlace(version, entities);
  await work(place).finally(() => closePlace(place));
}

const begunProject = prepared({ "entities/user.ts": user() }, (origin) =>
  succeed(origin, "generate", "apply"),
);

/** A place of the plain entity whose first migration is applied. */
async function withApplied(work: (place: Place) => Promise<void>): Promise<void> {
  const { project, database, remove } = await begunProject();
  await work({ project, database, sql: sqlOn(database) }).finally(remove);
}

const found = async (project: CliProject, ...args: string[]) => {
  const { status, stdout } = await project.schema("drift", "--exit-code", "--json", ...args);
  return { status, ...JSON.parse(stdout) };
};

describe.each(serverVersions)("drift, on PostgreSQL %s", (version) => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace(version, rich);
    await place.project.schema("generate");
    // The catalog alone tells that all is well: a scratch that is not there is not missed.
    const applied = await place.project.schema("apply", "--scratch", "postgresql://nobody@127.0.0.1:1/x");
    expect(applied).toMatchObject({ status: 0, stdout: expect.not.stringContaining("drifted") });
  });
  afterAll(() => closePlace(place));

  it("is found and shown by object, with the statements that undo it", async () => {
    const { project, sql } = place;
    expect(await found(project)).toMatchObject({ status: 0, drifted: false, objects: [], repair: [] });
    await sql(`ALTER TABLE users DROP CONSTRAINT users_age, ADD COLUMN by_hand text, ALTER age SET DEFAULT 21;
               CREATE INDEX slow ON users (name)`);
    const drift = await found(project);
    expect(drift).toMatchObject({ status: 2, drifted: true });
    const object = (id: string) => drift.objects.find((each: { object: string }) => each.object === id);
    expect(object("column:public.users.by_hand")).toMatchObject({ what: "added" });
    expect(object("check:public.users.users_age")).toMatchObject({ what: "taken away" });
    expect(object("index:public.slow")).toMatchObject({ what: "added" });
    expect(object("column:public.users.age")).toMatchObject({
      what: "changed",
      repair: [expect.stringMatching(/ALTER TABLE public\.users ALTER COLUMN age SET DEFAULT '?18'?/)],
    });
    expect(drift.objects).toHaveLength(4);

    for (const statement of drift.repair) await sql(statement);
    expect(await found(project)).toMatchObject({ status: 0, drifted: false });
  });

  it("is none where only what is nobody's was changed", async () => {
    const { project, sql } = place;
    await sql(`CREATE TABLE audit (id int); CREATE EXTENSION citext; CREATE INDEX lower_name ON users (lower(name));
               CREATE INDEX tmp_name ON users (name); ALTER TABLE users SET (fillfactor = 70);
               CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
               CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();
               GRANT SELECT ON users TO PUBLIC; INSERT INTO users (name) VALUES ('one')`);
    const without = ["--exclude", "index:public.tmp_*"];
    expect(await found(project, ...without)).toMatchObject({ status: 0, drifted: false });
    expect(await found(project)).toMatchObject({
      status: 2,
      objects: [{ object: "index:public.tmp_name" }],
    });
    await sql("DROP INDEX tmp_name");
    project.write("entities/user.ts", rich.replace("boss?: User;", `boss?: User;\n${column("nickname")}`));
    expect(await project.schema("generate")).toMatchObject({ status: 0 });
    expect(await project.schema("apply")).toMatchObject({ status: 0 });
  });
});

describe("a table that another session keeps locked", () => {
  it("is named, and neither status nor a run waits for it without an end", async () => {
    await withApplied(async ({ project, database }) => {
      await project.schema("generate", "more", "--empty");
      await withSessionOn(database.url, async (session) => {
        await session.query("BEGIN; LOCK TABLE users");
        const holder = expect.stringMatching(
          /process \d+ of postgres \(.*idle in transaction.*\) on users: BEGIN; LOCK/,
        );
        const status = await project.schema("status", "--json");
        expect(JSON.parse(status.stdout)).toMatchObject({
          warnings: [{ code: "TABLE_LOCKED", message: holder }],
        });
        const applied = await project.schema("apply", "--wait", "3s");
        expect(applied).toMatchObject({ status: 1, stderr: holder });
        expect(`${applied.stdout}${applied.stderr}`).toMatch(
          /Waiting for a lock that process \d+ of postgres holds/,
        );
        await session.query("COMMIT");
      });
      expect(await project.schema("apply")).toMatchObject({ status: 0 });
    });
  });
});

describe("apply and drift", () => {
  it("is refused by apply, and told by status, until it is undone", async () => {
    await withApplied(async ({ project, sql }) => {
      await sql("ALTER TABLE users ADD COLUMN by_hand text");
      expect(await project.schema("apply")).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("Nothing to apply"),
      });
      await project.schema("generate", "more", "--empty");
      const refused = await project.schema("apply");
      expect(refused).toMatchObject({
        status: 4,
        stderr: expect.stringMatching(/\+ column public\.users\.by_hand/),
      });
      expect(refused.stderr).toContain("--allow-drift");
      const status = await project.schema("status", "--json");
      expect(status.status).toBe(0);
      expect(JSON.parse(status.stdout)).toMatchObject({
        pending: [{ name: expect.stringMatching(/^More/) }],
        warnings: [{ code: "DRIFT", message: expect.stringContaining("by_hand") }],
      });

      const script = await project.schema("drift", "--sql");
      expect(script.stdout).toContain("\\set ON_ERROR_STOP on");
      await sql("ALTER TABLE users DROP COLUMN by_hand");
      expect(await project.schema("apply")).toMatchObject({ status: 0 });
    });
  });

  it("goes on where that is allowed, says so, and asks again the next time", async () => {
    await withApplied(async ({ project, sql }) => {
      await sql("ALTER TABLE users ADD COLUMN by_hand int");
      for (const name of ["one", "two"]) {
        await project.schema("generate", name, "--empty");
        expect(await project.schema("apply")).toMatchObject({ status: 4 });
        expect(await project.schema("apply", "--allow-drift")).toMatchObject({
          status: 0,
          stdout: expect.stringContaining("+ column public.users.by_hand"),
        });
      }
      const { entries } = JSON.parse((await project.schema("history", "--verbose", "--json")).stdout);
      const looks = entries.filter(({ subject }: { subject: string }) => subject === "schema");
      expect(looks.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
        "done",
        "skipped",
        "skipped",
      ]);
      expect(looks[1].error).toContain("by_hand");
    });
  });

  it.each(["ts", "sql"])(
    "knows by the fingerprints in the files (%s) a database that another tool migrated",
    async (format) => {
      await withPlace(18, user(), async ({ project, sql }) => {
        const { files } = JSON.parse((await project.schema("generate", "--format", format, "--json")).stdout);
        expect(readFileSync(join(directoryOf(project), files[0].fileName), "utf8")).toMatch(
          /^(?: {2}public readonly|--) schema = \{ from: "[0-9a-f]{16}", to: "[0-9a-f]{16}" \};?$/m,
        );
        await project.schema("apply");
        await sql("DROP TABLE schema_journal; ALTER TABLE users ADD COLUMN by_hand int");
        await project.schema("generate", "more", "--empty");
        expect(await project.schema("apply")).toMatchObject({
          status: 4,
          stderr: expect.stringContaining("+ column public.users.by_hand"),
        });
        await sql("ALTER TABLE users DROP COLUMN by_hand");
        expect(await project.schema("apply")).toMatchObject({ status: 0 });
        await sql("DROP TABLE schema_journal; ALTER TABLE users ALTER name TYPE text");
        await project.schema("generate", "again", "--empty");
        expect(await project.schema("apply")).toMatchObject({ status: 0 });
      });
    },
  );

  it("finds nothing where the database has got another time zone, before its migrations or after them", async () => {
    const late = user(
      `  @Column({ type: "timestamptz", default: () => "'2020-05-05 10:00'" })\n  seen!: Date;\n`,
    );
    await withPlace(18, late, async ({ project, database, sql }) => {
      const same = async () => [
        (await project.schema("diff", "--exit-code")).status,
        (await project.schema("drift", "--exit-code")).status,
      ];
      await project.schema("generate");
      await project.schema("apply");
      await sql(`ALTER DATABASE ${database.name} SET TimeZone = 'Asia/Tokyo'`);
      expect(await same()).toEqual([0, 0]);
      await project.schema("rollback", "--accept", "data-loss");
      expect(await project.schema("apply")).toMatchObject({ status: 0, stderr: "" });
      await sql("DELETE FROM schema_journal WHERE subject = 'schema'");
      expect(await same()).toEqual([0, 0]);
    });
  });

  it("looks closer, and finds nothing, where a person wrote a part of the file", async () => {
    await withPlace(18, user(), async ({ project }) => {
      await project.schema("generate");
      const [file = ""] = filesOf(project);
      const path = join(directoryOf(project), file);
      const place = "// --- after: your SQL or code ---";
      const byHand = "await queryRunner.query(`ALTER TABLE users ADD COLUMN by_hand int`);";
      const [up = "", ...rest] = readFileSync(path, "utf8").split(place);
      writeFileSync(
        path,
        [`${up}${place}\n    ${byHand}`, ...rest].join(place).replace(`${place}${place}`, place),
      );
      const applied = await project.schema("apply");
      expect(applied).toMatchObject({ status: 0 });
      expect(applied.stderr).not.toContain("drift");
      expect(await found(project)).toMatchObject({ status: 0, drifted: false });
    });
  });

  it("says after the last statement where a migration led elsewhere", async () => {
    await withPlace(18, user(), async ({ project, sql }) => {
      await sql(`CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$
                 BEGIN IF to_regclass('public.users') IS NOT NULL AND pg_trigger_depth() < 1
                   AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass('public.users') AND attname = 'meddled')
                 THEN ALTER TABLE public.users ADD COLUMN meddled int; END IF; END $$;
                 CREATE EVENT TRIGGER meddling ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION meddle()`);
      await project.schema("generate");
      const applied = await project.schema("apply", "--json");
      expect(applied.status).toBe(4);
      expect(JSON.parse(applied.stdout).error).toMatchObject({
        code: "DRIFT",
        message: expect.stringMatching(/^All of it is applied[\s\S]*\+ column public\.users\.meddled/),
      });
    });
  });

  it("remembers the schema across a rollback, and warns where it cannot know", async () => {
    await withApplied(async ({ project, sql }) => {
      await project.schema("generate", "more", "--empty");
      await project.schema("apply");
      await project.schema("rollback");
      const { entries } = JSON.parse((await project.schema("history", "--verbose", "--json")).stdout);
      const looks = entries.filter(({ subject }: { subject: string }) => subject === "schema");
      expect(looks.map(({ operation }: { operation: string }) => operation)).toEqual([
        "apply",
        "apply",
        "rollback",
      ]);
      await sql("ALTER TABLE users ADD COLUMN by_hand int");
      const [first = ""] = filesOf(project);
      const path = join(directoryOf(project), first);
      writeFileSync(path, readFileSync(path, "utf8").replace("CREATE TABLE", "CREATE TABLE IF NOT EXIST"));
      const applied = await project.schema("apply", "--allow-edited");
      expect(applied).toMatchObject({
        status: 0,
        stdout: expect.stringContaining("Whether it has drifted is not known"),
      });
    });
  });
});
