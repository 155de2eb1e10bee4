import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { difference, generate } from "../../src/pipeline";
import { configurationOf } from "../support/comparison";
import { createDatabase, execute, serverVersions } from "../support/servers";

@Entity("users")
class User {
  @PrimaryGeneratedColumn() id!: number;
  @Column() name!: string;
}

describe.each(serverVersions)("a default schema of one's own on PostgreSQL %i", (version) => {
  it("is made by the first migration, before anything else, and stays on the way down", async () => {
    const database = await createDatabase(version);
    try {
      const configuration = configurationOf(database.url, [User], { schema: "app" });
      const generated = await generate(configuration, { dryRun: true });
      if (generated.status !== "generated") throw new Error(`generate is ${generated.status}`);
      const { up, down } = generated.difference;
      expect(up.statements[0]?.sql).toBe("CREATE SCHEMA IF NOT EXISTS app");
      expect(down.statements.map(({ sql }) => sql)).toEqual(["DROP TABLE app.users"]);
      await execute(database.url, ...up.statements.map(({ sql }) => sql));
      expect((await difference(configuration)).up.statements).toEqual([]);
      await execute(database.url, ...down.statements.map(({ sql }) => sql));
      const again = (await difference(configuration)).up.statements.map(({ sql }) => sql);
      expect(again).toEqual([expect.stringMatching(/^CREATE TABLE app\.users/)]);
    } finally {
      await database.drop();
    }
  });
});
