// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the texts of migrations.
import { tablesMadeBy } from "../../src/migrations";

function made(...sources: string[]): string[] {
  return [
    ...tablesMadeBy(
      sources.map((source) => ({ source })),
      "public",
    ),
  ].sort();
}

function migration(up: string, down = ""): string {
  return `
    import { MigrationInterface, QueryRunner, Table } from "typeorm";
    export class M1763700000000 implements MigrationInterface {
      name = 'M1763700000000'
      public async up(queryRunner: QueryRunner): Promise<void> { ${up} }
      public async down(queryRunner: QueryRunner): Promise<void> { ${down} }
    }`;
}

function sql(...statements: string[]): string {
  return migration(statements.map((text) => `await queryRunner.query(\`${text}\`);`).join("\n"));
}

describe("tables that migrations made", () => {
  test.each([
    ["CREATE TABLE users (id int)", ["public.users"]],
    ['CREATE TABLE "users" ("id" SERIAL NOT NULL)', ["public.users"]],
    ['CREATE TABLE IF NOT EXISTS "app"."Order" (id int)', ['app."Order"']],
    ["create  unlogged\n table App . Users (id int)", ["app.users"]],
    ["CREATE OR REPLACE VIEW active AS SELECT 1", ["public.active"]],
    ["CREATE MATERIALIZED VIEW IF NOT EXISTS stats.daily AS SELECT 1", ["stats.daily"]],
    ["CREATE TABLE a (id int); CREATE TABLE b (t text DEFAULT ';');", ["public.a", "public.b"]],
    ['CREATE TABLE "we""ird" (id int)', ['public."we""ird"']],
    ["-- made by hand\\nCREATE TABLE a (id int)", ["public.a"]],
  ])("are found in %j", (text, expected) => {
    expect(made(sql(text))).toEqual(expected);
  });

  test.each([
    ["-- CREATE TABLE a (id int)"],
    ["/* ; CREATE TABLE a (id int); */"],
    ["INSERT INTO notes VALUES ('; CREATE TABLE a (id int)')"],
    ["DO $$ BEGIN; CREATE TABLE a (id int); END $$"],
    ["CREATE TEMP TABLE a (id int)"],
    ["CREATE TABLE ${prefix}a (id int)"],
    ["CREATE TABLE a${suffix} (id int)"],
    ['CREATE TABLE "a${suffix}" (id int)'],
    ["CREATE TABLE app.${name} (id int)"],
    ["ALTER TABLE foreign_one RENAME TO a"],
    ["COMMENT ON TABLE a IS 'x'"],
  ])("are not claimed for %j", (text) => {
    expect(made(sql(text))).toEqual([]);
  });

  test("are not those that a migration took down and put back without any having made them", () => {
    const putBack = ["DROP VIEW public.hand", "CREATE VIEW public.hand AS SELECT 1"];
    expect(made(sql(...putBack))).toEqual([]);
    expect(made(sql("CREATE VIEW hand AS SELECT 2"), sql(...putBack))).toEqual(["public.hand"]);
    expect(made(sql(...putBack), sql("CREATE VIEW other AS SELECT 1"))).toEqual(["public.other"]);
    expect(made(sql("DROP VIEW IF EXISTS hand", "CREATE VIEW hand AS SELECT 1"))).toEqual(["public.hand"]);
  });

  test("follow renames, moves and drops, in order", () => {
    expect(made(sql("CREATE TABLE a (id int)", 'ALTER TABLE "a" RENAME TO "b"'))).toEqual(["public.b"]);
    expect(made(sql("CREATE TABLE a (id int)", "ALTER TABLE a SET SCHEMA app"))).toEqual(["app.a"]);
    expect(made(sql("CREATE TABLE a (id int)"), sql("DROP TABLE IF EXISTS other, a CASCADE"))).toEqual([]);
    expect(made(sql("CREATE TABLE a (id int)", "ALTER TABLE a RENAME TO column_b_not"))).toHaveLength(1);
    expect(made(sql("CREATE TABLE a (id int)", "ALTER TABLE a RENAME COLUMN x TO y"))).toEqual(["public.a"]);
  });

  test("are read off up alone, whichever method comes first", () => {
    const down = migration("", "await queryRunner.query('CREATE TABLE a (id int)')");
    expect(made(down)).toEqual([]);
    const reversed = `export class M {
      async down(q) { await q.query('CREATE TABLE a (id int)'); }
      async up(q) { await q.query('CREATE TABLE b (id int)'); }
    }`;
    expect(made(reversed)).toEqual(["public.b"]);
  });

  test("are found in compiled and in arrow-function migrations", () => {
    const compiled = `class M { async up(queryRunner) { await queryRunner.query("CREATE TABLE \\"users\\" (id int)"); } async down(queryRunner) {} }`;
    expect(made(compiled)).toEqual(["public.users"]);
    const arrow =
      "export class M { up = async (q: QueryRunner): Promise<void> => { await q.query('CREATE TABLE t (id int)') } }";
    expect(made(arrow)).toEqual(["public.t"]);
  });

  test("are not taken from comments in the code", () => {
    expect(made(migration("// await queryRunner.query('CREATE TABLE a (id int)')"))).toEqual([]);
    expect(made(migration("/* await queryRunner.query('CREATE TABLE a (id int)') */"))).toEqual([]);
  });

  test("are found where TypeORM's own methods made them", () => {
    const table = 'new Table({ name: "users", columns: [{ name: "id", type: "int" }] }), true';
    expect(made(migration(`await queryRunner.createTable(${table})`))).toEqual(["public.users"]);
    const columnsFirst = 'new Table({ columns: [{ name: "id", type: "int" }], name: "users" })';
    expect(made(migration(`await queryRunner.createTable(${columnsFirst})`))).toEqual([]);
    const schema = 'new Table({ schema: "app", name: "users", columns: [] })';
    expect(made(migration(`await queryRunner.createTable(${schema})`))).toEqual(["app.users"]);
    const renamed = `await queryRunner.createTable(${table}); await queryRunner.renameTable("users", "people")`;
    expect(made(migration(renamed))).toEqual(["public.people"]);
    const dropped = `await queryRunner.createTable(${table}); await queryRunner.dropTable("public.users")`;
    expect(made(migration(dropped))).toEqual([]);
  });
});
