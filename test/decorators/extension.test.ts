import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";
import { Extension, SqlIndex } from "../../src";
import { statementsOf, synchronize } from "../support/comparison";
import { createDatabase, execute, serverVersions, type TestDatabase } from "../support/servers";

@Entity()
@Extension("citext", { schema: "extras" })
@Extension("pg_trgm", { schema: "extras" })
class Book {
  @PrimaryGeneratedColumn()
  id!: number;
  @Column({ type: "citext" })
  title!: string;
  @Column({ type: "text" })
  @SqlIndex("idx_author", { using: "gin", operatorClass: "gin_trgm_ops" })
  author!: string;
}

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createDatabase(version);
  });
  afterEach(() => database.drop());

  test("@Extension installs it where it says, types and operator classes included", async () => {
    const statements = await synchronize(database.url, [Book]);
    expect(statements.slice(0, 3)).toEqual([
      "CREATE SCHEMA IF NOT EXISTS extras",
      "CREATE EXTENSION IF NOT EXISTS citext SCHEMA extras",
      "CREATE EXTENSION IF NOT EXISTS pg_trgm SCHEMA extras",
    ]);
    expect(statements.join("\n")).toContain("title extras.citext NOT NULL");
    expect(statements.join("\n")).toContain("(author extras.gin_trgm_ops)");
    expect(await statementsOf(database.url, [Book])).toEqual([]);
  });

  test("an extension that is installed elsewhere is moved, and its types with it", async () => {
    await execute(database.url, "CREATE EXTENSION citext");
    await execute(database.url, "CREATE TABLE book (id serial, title citext NOT NULL, author text NOT NULL)");
    const statements = await synchronize(database.url, [Book]);
    expect(statements).toContain("ALTER EXTENSION citext SET SCHEMA extras");
    expect(statements.join("\n")).not.toContain("title");
    expect(await statementsOf(database.url, [Book])).toEqual([]);
  });

  test("without a schema it stays where it is", async () => {
    @Entity({ name: "book" })
    @Extension("citext")
    class Anywhere {
      @PrimaryGeneratedColumn()
      id!: number;
      @Column({ type: "citext" })
      title!: string;
    }
    await execute(database.url, "CREATE SCHEMA elsewhere", "CREATE EXTENSION citext SCHEMA elsewhere");
    const statements = await synchronize(database.url, [Anywhere]);
    expect(statements.join("\n")).toContain("elsewhere.citext");
    expect(statements.join("\n")).not.toContain("EXTENSION");
    expect(await statementsOf(database.url, [Anywhere])).toEqual([]);
  });
});
