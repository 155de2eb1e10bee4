import { Column, Entity, PrimaryColumn } from "typeorm";
import { exitOf } from "../../src/health";
import { healthText } from "../../src/report/health";
import { doctor } from "../../src/workflows/health";
import { configurationOf } from "../support/comparison";
import { createDatabase, execute, serverUrl, serverVersions, type TestDatabase } from "../support/servers";

@Entity("searches")
class Search {
  @PrimaryColumn() id!: number;
  @Column("citext") word!: string;
}

describe.each(serverVersions)("schema doctor on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(version);
  });
  afterEach(() => database.drop());

  const found = async (url = database.url, level = "warning") =>
    (await doctor(configurationOf(url, [Search], { installExtensions: true })))
      .filter((finding) => finding.level === level)
      .map(({ check, message, hint }) => ({ check, message, hint }));

  it("finds nothing wrong about a database that is well", async () => {
    const findings = await doctor(configurationOf(database.url, [Search], { installExtensions: true }));
    expect(findings.filter(({ level }) => level === "error")).toEqual([]);
    expect(findings.map(({ check, level }) => `${check} ${level}`)).toEqual(
      expect.arrayContaining([
        "server ok",
        "pooler ok",
        "privileges ok",
        "clock ok",
        "indexes ok",
        "constraints ok",
      ]),
    );
    expect(exitOf(findings)).toBe(0);
    expect(healthText(findings)).not.toContain(new URL(database.url).password);
  });

  it("finds what failed statements have left, and says how to mend it", async () => {
    await execute(
      database.url,
      "CREATE TABLE t (id int, parent int)",
      "CREATE TABLE parents (id int PRIMARY KEY)",
      "INSERT INTO t VALUES (1, 1), (1, 1)",
      "ALTER TABLE t ADD CONSTRAINT t_parent FOREIGN KEY (parent) REFERENCES parents NOT VALID",
    );
    await expect(execute(database.url, "CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id)")).rejects.toThrow();
    expect(await found()).toEqual(
      expect.arrayContaining([
        {
          check: "indexes",
          message: expect.stringContaining("The index public.t_id on t is invalid"),
          hint: expect.stringContaining("DROP INDEX CONCURRENTLY public.t_id"),
        },
        {
          check: "constraints",
          message: "The constraint t_parent of public.t is not validated: older rows were never checked.",
          hint: "ALTER TABLE public.t VALIDATE CONSTRAINT t_parent",
        },
      ]),
    );
  });

  it("names a role that may not do what is needed", async () => {
    await execute(database.url, "CREATE TABLE migrations (id serial, timestamp bigint, name text)");
    const limited = serverUrl(version, database.name, "limited");
    const errors = await found(limited, "error");
    expect(errors).toEqual([
      expect.objectContaining({
        check: "privileges",
        hint: expect.stringContaining("GRANT CREATE ON SCHEMA public"),
      }),
      expect.objectContaining({
        check: "record",
        hint: expect.stringContaining("GRANT SELECT, INSERT, DELETE"),
      }),
    ]);
    expect(await found(limited)).toContainEqual(
      expect.objectContaining({ check: "scratch", hint: expect.stringContaining("CREATEDB") }),
    );
    const findings = await doctor(configurationOf(limited, []));
    expect(exitOf(findings)).toBe(1);
  });

  it("tells an extension that is missing from one that is there", async () => {
    const options = { extensions: ["no_such_extension"] };
    const findings = await doctor(configurationOf(database.url, [Search], options));
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: "extensions",
        level: "error",
        message: expect.stringContaining("no_such_extension"),
      }),
    );
  });

  it("finds what killed runs have left", async () => {
    // As young as one in use, so that no other test's run removes it meanwhile.
    const name = `schema_scratch_1_${Date.now().toString(36)}_left`;
    await execute(serverUrl(version, "postgres"), `CREATE DATABASE ${name}`);
    try {
      expect(await found()).toContainEqual(
        expect.objectContaining({ check: "scratch", message: expect.stringContaining(name) }),
      );
    } finally {
      await execute(serverUrl(version, "postgres"), `DROP DATABASE IF EXISTS ${name}`);
    }
  });
});

describe("schema doctor", () => {
  it("says what keeps it from connecting, as the first of its findings about the server", async () => {
    const findings = await doctor(configurationOf("postgresql://postgres:s3cret@127.0.0.1:1/x", []));
    expect(findings.at(-1)).toMatchObject({ check: "server", level: "error" });
    expect(JSON.stringify(findings)).not.toContain("s3cret");
    expect(exitOf(findings)).toBe(1);
  });

  it("warns of an application that changes the schema itself", async () => {
    const database = await createDatabase(18);
    const findings = await doctor(configurationOf(database.url, [], { synchronize: true }));
    await database.drop();
    expect(findings).toContainEqual(
      expect.objectContaining({ level: "warning", message: expect.stringContaining("synchronize: true") }),
    );
  });
});
