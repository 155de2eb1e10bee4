import { join } from "node:path";
import { type Answer, removeUserProjects, userProject } from "../project/user-project";
import { createDatabase, type TestDatabase } from "../support/servers";

const built = JSON.stringify(join(__dirname, "../../dist"));

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase(18);
});
afterEach(() => database.drop());
afterAll(removeUserProjects);

const files = {
  "tsconfig.json": JSON.stringify({
    compilerOptions: { target: "es2022", module: "commonjs", strict: true, experimentalDecorators: true },
  }),
  "data-source.ts": `
    import { DataSource } from "typeorm";
    import { User } from "./entities/user";
    export default new DataSource({ type: "postgres", entities: [User], migrations: ["migrations/*"] });`,
  "entities/user.ts": `
    import { BaseEntity, Column, Entity, PrimaryGeneratedColumn } from "typeorm";
    @Entity("users")
    export class User extends BaseEntity {
      @PrimaryGeneratedColumn() id!: number;
      @Column("text") name!: string;
    }`,
  "migrations/1700000000001-users.ts": `
    import type { MigrationInterface, QueryRunner } from "typeorm";
    export class Users1700000000001 implements MigrationInterface {
      public readonly name = "Users1700000000001";
      public async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(\`CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL)\`);
      }
      public async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.query(\`DROP TABLE users\`);
      }
    }`,
  "migrations/1700000000002-data.ts": `
    import type { MigrationInterface, QueryRunner } from "typeorm";
    import { User } from "../entities/user";
    import { names } from "./helper";
    export class Data1700000000002 implements MigrationInterface {
      async up(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.manager.save(names.map((name) => User.create({ name })));
        if ((await User.count()) !== names.length) throw new Error("not inside this transaction");
      }
      async down(queryRunner: QueryRunner): Promise<void> {
        await queryRunner.manager.clear(User);
      }
    }`,
  "migrations/helper.ts": `export const names: readonly string[] = ["Ada", "Grace"];`,
  "migrations/old.js": `
    class Old1600000000000 {
      async up(queryRunner) { await queryRunner.query("CREATE TABLE old (id int)"); }
      async down(queryRunner) { await queryRunner.query("DROP TABLE old"); }
    }
    exports.Old1600000000000 = Old1600000000000;`,
  "migrations/index.ts": `export * from "./1700000000001-users"; export * from "./1700000000002-data";`,
};

function inProject(line: string, given: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  const project = userProject(given, line);
  return project.run(
    `
    const { apply, rollback, status } = require(${built} + "/apply");
    const { openDatabase } = require(${built} + "/postgres");
    const configuration = await settle({ url: ${JSON.stringify(database.url)} });
    const database = await openDatabase(configuration.target);
    const names = (refs) => refs.map(({ name, file }) => [name, file && require("node:path").relative(root, file)]);
    try { ${body} } finally { await database.close(); }`,
  );
}

describe.each(["typeorm", "typeorm-0.3"])("the files of a project on %s", (line) => {
  test("apply and roll back, TypeScript beside JavaScript, generated beside hand-written", async () => {
    const { error, value } = await inProject(
      line,
      files,
      `const applied = names((await apply(configuration, database)).ran);
       const rows = await database.session((session) => session.query("SELECT name FROM users ORDER BY id"));
       const undone = names((await rollback(configuration, database, { to: "base" })).ran);
       const left = await database.session((session) => session.query("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"));
       return { applied, rows, undone: undone.length, left };`,
    );
    expect(error).toBeNull();
    expect(value).toEqual({
      applied: [
        ["Old1600000000000", "migrations/old.js"],
        ["Users1700000000001", "migrations/1700000000001-users.ts"],
        ["Data1700000000002", "migrations/1700000000002-data.ts"],
      ],
      rows: [{ name: "Ada" }, { name: "Grace" }],
      undone: 3,
      left: [{ relname: "migrations" }, { relname: "schema_journal" }],
    });
  });
});

test("a broken entity does not keep migrations of plain SQL from being applied", async () => {
  const broken = {
    "tsconfig.json": files["tsconfig.json"],
    "data-source.ts": `
      import { DataSource } from "typeorm";
      export default new DataSource({ type: "postgres", entities: ["entities/*"], migrations: ["migrations/*"] });`,
    "entities/user.ts": "throw new Error('this must not run');",
    "migrations/1700000000001-users.ts": files["migrations/1700000000001-users.ts"],
  };
  const { error, value } = await inProject(
    "typeorm",
    broken,
    "return (await apply(configuration, database)).ran.length;",
  );
  expect(error).toBeNull();
  expect(value).toBe(1);
});

test("a migration file that does not compile is an error that names it, and nothing is applied", async () => {
  const broken = {
    ...files,
    "migrations/1700000000003-broken.ts": "export class Broken1700000000003 {\n  async up( {}\n}",
  };
  const { error } = await inProject("typeorm", broken, "return await apply(configuration, database);");
  expect(error).toMatchObject({ message: expect.stringContaining("1700000000003-broken.ts") });
});
