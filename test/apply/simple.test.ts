import { runInThisContext } from "node:vm";
import type { MigrationInterface } from "typeorm";
import { simpleStatements } from "../../src/apply/run/simple";
import type { Migration } from "../../src/migrations";

/** What is sent together with others, of a class as a project's file has it. */
async function simpleOf(body: string): Promise<readonly string[] | null> {
  const type: new () => MigrationInterface = runInThisContext(`(class { ${body} async down() {} })`);
  const migration: Migration = {
    name: "Some1700000000001",
    timestamp: 1700000000001,
    file: null,
    checksum: null,
    source: "",
    transaction: true,
    schema: null,
    instance: new type(),
  };
  return simpleStatements(migration, "up");
}

const sends = (...statements: string[]) =>
  simpleOf(`async up(q) { ${statements.map((sql) => `await q.query(${JSON.stringify(sql)});`).join(" ")} }`);

describe("a migration is simple", () => {
  test.each([
    "CREATE TABLE users (id int PRIMARY KEY, price numeric(10, 2) DEFAULT 0)",
    "CREATE TABLE lines (id int, total int GENERATED ALWAYS AS (id + 1) STORED)",
    "ALTER TABLE users ADD COLUMN age integer",
    "ALTER TABLE users ADD COLUMN price numeric(10, 2) DEFAULT 0 NOT NULL",
    "ALTER TABLE users ADD COLUMN status character varying DEFAULT 'new'::character varying NOT NULL",
    'ALTER TABLE "public"."users" DROP COLUMN "age"',
    "ALTER TABLE users RENAME COLUMN a TO b",
    "ALTER TABLE users ALTER COLUMN a DROP NOT NULL",
    "CREATE TYPE status AS ENUM ('a', 'b; c')",
    "CREATE VIEW v AS SELECT 1",
    "DROP INDEX users_age",
    "COMMENT ON TABLE users IS 'it''s -- one; of them' -- and a comment",
  ])("when all that it does is %s", async (sql) => {
    expect(await sends(sql)).toEqual([sql]);
  });

  test("when what it indexes and ties is new", async () => {
    const statements = [
      "CREATE TABLE posts (id int, author int)",
      "CREATE UNIQUE INDEX posts_author ON posts (author)",
      "ALTER TABLE posts ADD CONSTRAINT posts_author_fkey FOREIGN KEY (author) REFERENCES users (id)",
    ];
    expect(await sends(...statements)).toEqual(statements);
    expect(await sends(...statements.slice(1))).toBeNull();
  });

  test("when its class is written by tsc or by hand, with comments and line breaks", async () => {
    expect(
      await simpleOf("async up(queryRunner) {\n // add it\n await queryRunner.query(`DROP VIEW v`)\n}"),
    ).toEqual(["DROP VIEW v"]);
    expect(await simpleOf("up = async (q) => { await q.query('DROP VIEW v', ); };")).toEqual(["DROP VIEW v"]);
    expect(await simpleOf("async up() {}")).toBeNull();
  });
});

describe("a migration is not simple", () => {
  test.each([
    "CREATE TABLE copy AS SELECT * FROM users",
    "CREATE TABLE copy AS (SELECT * FROM users)",
    "CREATE TABLE copy (a, b) AS VALUES (1, 2)",
    "CREATE TABLE part PARTITION OF users FOR VALUES IN (1)",
    "CREATE INDEX users_age ON users (age)",
    "CREATE INDEX CONCURRENTLY users_age ON users (age)",
    "DROP INDEX CONCURRENTLY users_age",
    "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "ALTER TYPE status ADD VALUE 'c'",
    "ALTER DOMAIN positive ADD CHECK (VALUE > 0)",
    "ALTER TABLE users ALTER COLUMN a SET NOT NULL",
    "ALTER TABLE users ALTER COLUMN a TYPE bigint",
    "ALTER TABLE users ADD CONSTRAINT c CHECK (a > 0)",
    "ALTER TABLE users VALIDATE CONSTRAINT c",
    "ALTER TABLE users ADD COLUMN id uuid DEFAULT gen_random_uuid()",
    "ALTER TABLE users ADD COLUMN n serial",
    "ALTER TABLE users ADD COLUMN n int UNIQUE",
    "ALTER TABLE users ADD COLUMN n int REFERENCES others",
    "ALTER TABLE users ADD COLUMN n int DEFAULT 1 CHECK (n > 0)",
    "ALTER TABLE users ADD COLUMN n int, ALTER COLUMN a TYPE bigint",
    "INSERT INTO users VALUES (1)",
    "UPDATE users SET a = 1",
    "SELECT 1",
    "SET search_path = app",
    "DO $$ BEGIN END $$",
    "COMMIT",
    "DROP VIEW v; DROP VIEW w",
    "COMMENT ON TABLE users IS 'never closed",
    "COMMENT ON TABLE users IS 'a\\'",
    "DROP VIEW v /* never closed",
    "CREATE TABLE t (a int DEFAULT $x$1)",
  ])("when it does %s", async (sql) => {
    expect(await sends(sql)).toBeNull();
  });

  test.each([
    ["looks at an answer", "async up(q) { const rows = await q.query('DROP VIEW v'); }"],
    ["does not wait", "async up(q) { q.query('DROP VIEW v'); }"],
    ["computes a statement", `async up(q) { await q.query(\`DROP VIEW \${"v"}\`); }`],
    ["puts one together", "async up(q) { await q.query('DROP VIEW ' + 'v'); }"],
    ["gives parameters", "async up(q) { await q.query('DROP VIEW v', []); }"],
    ["decides", "async up(q) { if (Date.now() > 0) await q.query('DROP VIEW v'); }"],
    ["repeats", "async up(q) { for (const v of ['v']) await q.query('DROP VIEW v'); }"],
    ["asks for more of its query runner", "async up(q) { await q.dropTable('t'); }"],
    ["takes more than a query runner", "async up(q, more = 1) { await q.query('DROP VIEW v'); }"],
    ["is made elsewhere", "up = (async (q) => { await q.query('DROP VIEW v'); }).bind(null);"],
  ])("when it %s", async (_, body) => {
    expect(await simpleOf(body)).toBeNull();
  });
});
