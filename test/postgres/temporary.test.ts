import { createTemporaryDatabase, openDatabase, type ServerTarget } from "../../src/postgres";
import { createDatabase, execute, type ServerVersion, serverUrl, serverVersions } from "../support/servers";
import { run } from "./child";

const at = (url: string): ServerTarget => ({ kind: "server", connection: { url } });

async function scratchNames(version: ServerVersion): Promise<string[]> {
  const database = await openDatabase(at(serverUrl(version, "postgres")));
  const rows = await database.session((session) =>
    session.query<{ name: string }>(
      "SELECT datname AS name FROM pg_database WHERE datname LIKE 'schema\\_scratch%'",
    ),
  );
  await database.close();
  return rows.map(({ name }) => name);
}

describe.each(serverVersions)("a temporary database on PostgreSQL %i", (version) => {
  test("is empty, of the target's locale and encoding, and gone when dropped, even while somebody is in it", async () => {
    const target = await createDatabase(version);
    const temporary = await createTemporaryDatabase(at(target.url));
    if (temporary === null) throw new Error("none was made");
    const database = await openDatabase(temporary.target);
    await database.session(async (session) => {
      const [row] = await session.query<{ name: string; same: boolean }>(
        `SELECT current_database() AS name,
                (SELECT count(DISTINCT (encoding, datcollate, datctype)) = 1 FROM pg_database
                  WHERE datname IN (current_database(), $1)) AS same`,
        [target.name],
      );
      expect(row).toEqual({ name: expect.stringMatching(`^schema_scratch_${process.pid}_`), same: true });
      await temporary.drop();
    });
    await database.close();
    expect(await scratchNames(version)).not.toContain(temporary.target.connection.database);
    await target.drop();
  });

  test("is none where the role may not make databases", async () => {
    const target = await createDatabase(version);
    expect(await createTemporaryDatabase(at(serverUrl(version, target.name, "limited")))).toBeNull();
    await target.drop();
  });

  test("of a killed run is removed by the next, and one of a living run is left alone", async () => {
    const url = serverUrl(version, "postgres");
    const make = `
      const made = await postgres.createTemporaryDatabase({ kind: "server", connection: { url: process.argv[1] } });
      print(made.target.connection.database);
      await sleep(60_000);`;
    const [killed, living] = [run(make, url), run(make, url)];
    const [old, current] = await Promise.all([killed.line("schema_"), living.line("schema_")]);
    killed.process.kill("SIGKILL");
    await killed.output();
    const ancient = `schema_scratch_1_${(Date.now() - 2 * 3_600_000).toString(36)}_0`;
    const strange = "schema_scratch_of_somebody_else";
    await execute(url, `CREATE DATABASE ${ancient}`, `CREATE DATABASE ${strange}`);

    const next = await createTemporaryDatabase(at(url));
    const names = await scratchNames(version);
    expect(names).toEqual(expect.arrayContaining([current, strange, next?.target.connection.database]));
    expect(names).not.toContain(old);
    expect(names).not.toContain(ancient);

    living.process.kill("SIGKILL");
    await next?.drop();
    // Another run may have removed what the killed one has left.
    await execute(url, `DROP DATABASE ${strange}`, `DROP DATABASE IF EXISTS ${current}`);
  });
});

test.each([15, 18] as const)(
  "a temporary database on PostgreSQL %i has the target's ICU locale",
  async (version) => {
    const admin = serverUrl(version, "postgres");
    const name = `icu_${process.pid}`;
    const locale = "LOCALE_PROVIDER icu ICU_LOCALE 'de-AT' LOCALE 'C'";
    await execute(admin, `CREATE DATABASE ${name} TEMPLATE template0 ${locale}`);
    const temporary = await createTemporaryDatabase(at(serverUrl(version, name)));
    if (temporary === null) throw new Error("none was made");
    const database = await openDatabase(temporary.target);
    const column = version >= 17 ? "datlocale" : "daticulocale";
    const rows = await database.session((session) =>
      session.query(
        `SELECT datlocprovider AS provider, ${column} AS locale FROM pg_database WHERE datname = current_database()`,
      ),
    );
    expect(rows).toEqual([{ provider: "i", locale: "de-AT" }]);
    await database.close();
    await temporary.drop();
    await execute(admin, `DROP DATABASE ${name}`);
  },
);
