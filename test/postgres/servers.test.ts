import { Client } from "pg";
import { createDatabase, serverUrl, serverVersions } from "../support/servers";

describe.each(serverVersions)("the test server %i", (version) => {
  test("gives each test an empty database of its version", async () => {
    const database = await createDatabase(version);
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query(
      "SELECT current_setting('server_version_num')::int / 10000 AS version",
    );
    await client.end();
    await database.drop();
    expect(rows).toEqual([{ version }]);
  });

  test("has a role that may not create tables", async () => {
    const database = await createDatabase(version);
    const client = new Client({ connectionString: serverUrl(version, database.name, "limited") });
    await client.connect();
    await expect(client.query("CREATE TABLE t (id int)")).rejects.toMatchObject({ code: "42501" });
    await client.end();
    await database.drop();
  });
});
