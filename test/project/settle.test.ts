import { settleTarget } from "../../src/config/target";
import { removeUserProjects, userProject } from "./user-project";

afterAll(removeUserProjects);

const source = (options: string, more = ""): string => `
  import { DataSource } from "typeorm";
  ${more}
  export default new DataSource({ type: "postgres", ${options} });`;

/** What can be printed of the settled configuration. */
const settled = (flags: object = {}): string => `
  const { target, defaultSchema, project, migrations } = await settle(${JSON.stringify(flags)});
  const short = (name) => name?.startsWith(root) ? name.slice(root.length + 1) : name;
  const { entityPatterns, entityTargets, dataSourceFile } = project;
  return {
    target: target.kind === "embedded" ? short(target.directory) : target.connection,
    defaultSchema, file: short(dataSourceFile), patterns: entityPatterns.map(short),
    targets: entityTargets.map(({ name }) => name),
    migrations: { ...migrations, directory: short(migrations.directory), patterns: migrations.patterns.map(short), classes: migrations.classes.map(({ name }) => name) },
  };`;

describe("without a data source", () => {
  const files = { "entities/user.ts": "export {};" };

  test("entities/, generated-migrations/ and the embedded database are used", async () => {
    const { value, error } = await userProject(files).run(settled());
    expect(error).toBeNull();
    expect(value).toEqual({
      target: ".schema/embedded",
      defaultSchema: "public",
      file: null,
      patterns: ["entities/**/*.{ts,js}"],
      targets: [],
      migrations: {
        format: "ts",
        directory: "generated-migrations",
        patterns: ["generated-migrations/*.{ts,js}"],
        classes: [],
        table: "migrations",
      },
    });
  });

  test("DATABASE_URL counts, from the environment before .env", async () => {
    const project = userProject({ ...files, ".env": "DATABASE_URL=postgres://u:p@file/db\n" });
    expect(await project.run(settled())).toMatchObject({
      value: { target: { url: "postgres://u:p@file/db" } },
    });
    const set = { DATABASE_URL: "postgres://u:p@process/db" };
    expect(await project.run(settled(), set)).toMatchObject({ value: { target: { url: set.DATABASE_URL } } });
    const flag = "postgresql://u:p@flag/db";
    expect(await project.run(settled({ url: flag }), set)).toMatchObject({
      value: { target: { url: flag } },
    });
  });

  test("an empty directory is an error that says how to start", async () => {
    expect(await userProject({}).run(settled())).toMatchObject({
      error: { code: "NO_ENTITIES", hint: expect.stringContaining("schema init") },
    });
  });

  test("a directory of migrations alone can be applied", async () => {
    const { run } = userProject({ "generated-migrations/1-a.ts": "" });
    expect(await run(settled())).toMatchObject({ error: null });
  });

  test("flags say where everything is", async () => {
    const { run } = userProject({ "models/user.ts": "" });
    const flags = { entities: ["models", "more/*.entity.ts"], migrations: "db", schema: "app" };
    expect(await run(settled(flags))).toMatchObject({
      value: {
        defaultSchema: "app",
        patterns: ["models/**/*.{ts,js}", "more/*.entity.ts"],
        migrations: { directory: "db", patterns: ["db/*.{ts,js}"] },
      },
    });
  });
});

test("a URL without a host, as psql takes it, is that of a socket", () => {
  const urlOf = (url: string) => settleTarget("/", url, { type: "postgres" }, {});
  expect(urlOf("postgres://o%27dd:p%40ss@/shop?host=/tmp&port=5433")).toMatchObject({
    connection: { url: "postgres:///shop?host=/tmp&port=5433&user=o%27dd&password=p%40ss" },
  });
  expect(urlOf("postgresql://me@/shop")).toMatchObject({ connection: { url: "postgresql:///shop?user=me" } });
  expect(() => urlOf("postgres://me:secret@:x/shop")).toThrow("not a PostgreSQL URL");
});

test("a service of libpq, which node-postgres does not know, is not taken for no database at all", () => {
  const targetOf = (environment: Record<string, string>) =>
    settleTarget("/", undefined, { type: "postgres" }, { PGSERVICE: "shop", ...environment });
  expect(() => targetOf({})).toThrow("named by PGSERVICE");
  expect(() => targetOf({ DATABASE_URL: "postgres:///?service=shop" })).toThrow("named by the database URL");
  expect(targetOf({ PGHOST: "db.example" })).toMatchObject({ kind: "server" });
});

describe("a data source", () => {
  test("gives entities, migrations, schema and connection", async () => {
    const { run } = userProject({
      "src/data-source.ts": source(
        `host: "db.example", username: "me", password: "pw", database: "app", schema: "s", ssl: true,
         entities: [User, __dirname + "/**/*.entity{.ts,.js}"], migrations: [M1, "src/migrations/*{.ts,.js}"], migrationsTableName: "done"`,
        'import { User } from "./user.entity"; class M1 {}',
      ),
      "src/user.entity.ts": "export class User {}",
    });
    const { value, error } = await run(settled(), { DATABASE_URL: "postgres://elsewhere/x" });
    expect(error).toBeNull();
    expect(value).toEqual({
      target: { host: "db.example", user: "me", password: "pw", database: "app", ssl: true },
      defaultSchema: "s",
      file: "src/data-source.ts",
      patterns: ["src/**/*.entity{.ts,.js}"],
      targets: ["User"],
      migrations: {
        format: "ts",
        directory: "src/migrations",
        patterns: ["src/migrations/*{.ts,.js}"],
        classes: ["M1"],
        table: "done",
      },
    });
  });

  test("that names no server leaves it to DATABASE_URL, then to libpq's variables, then to the embedded database", async () => {
    const { run } = userProject({ "data-source.ts": source("url: process.env.ELSEWHERE, entities: []") });
    expect(await run(settled())).toMatchObject({
      value: { target: ".schema/embedded", patterns: ["entities/**/*.{ts,js}"] },
    });
    const url = "postgres://u@h/d";
    const libpq = { PGHOST: "elsewhere", PGDATABASE: "d" };
    expect(await run(settled(), { DATABASE_URL: url, ...libpq })).toMatchObject({
      value: { target: { url } },
    });
    expect(await run(settled(), libpq)).toMatchObject({ value: { target: expect.any(Object) } });
  });

  test("may keep its record in another schema", async () => {
    const { run } = userProject({ "data-source.ts": source('migrationsTableName: "meta.done"') });
    expect(await run(settled())).toMatchObject({ value: { migrations: { table: "done", schema: "meta" } } });
  });

  test("reads .env, since that is loaded before it runs", async () => {
    const { run } = userProject({
      "data-source.ts": source("url: process.env.MINE"),
      ".env": "MINE=postgres://u@mine/d",
    });
    expect(await run(settled())).toMatchObject({ value: { target: { url: "postgres://u@mine/d" } } });
  });

  test("says with its URL more than with the options beside it, as in TypeORM", async () => {
    const { run } = userProject({
      "data-source.ts": source('url: "postgres://u@h/d", host: "other", password: "pw", database: "other"'),
    });
    const { value } = await run(settled());
    expect(value).toMatchObject({ target: { url: "postgres://u@h/d", password: "pw" } });
    expect(Object.keys((value as { target: object }).target)).not.toContain("host");
  });

  test("with replicas connects to the master", async () => {
    const { run } = userProject({
      "data-source.ts": source(
        'replication: { master: { url: "postgres://master/d" }, slaves: [{ url: "postgres://slave/d" }] }',
      ),
    });
    expect(await run(settled())).toMatchObject({ value: { target: { url: "postgres://master/d" } } });
  });

  test("that reads compiled migrations gets its new ones beside their sources", async () => {
    const { run } = userProject({
      "data-source.ts": source('migrations: ["dist/migrations/*.js"]'),
      "src/migrations/.keep": "",
    });
    expect(await run(settled())).toMatchObject({
      value: {
        migrations: {
          directory: "src/migrations",
          patterns: ["dist/migrations/*.js", "src/migrations/*.{ts,js}"],
        },
      },
    });
  });

  test.each([
    [
      "a named export",
      "a.ts",
      'import { DataSource } from "typeorm"; export const AppDataSource = new DataSource({ type: "postgres", schema: "x" });',
    ],
    [
      "a promise",
      "a.ts",
      'import { DataSource } from "typeorm"; export default Promise.resolve(new DataSource({ type: "postgres", schema: "x" }));',
    ],
    ["plain options", "a.ts", 'export default { type: "postgres", schema: "x" };'],
    ["options as module.exports", "a.js", 'module.exports = { type: "postgres", schema: "x" };'],
    [
      "a CommonJS module's whole export",
      "a.cjs",
      'const { DataSource } = require("typeorm"); module.exports = new DataSource({ type: "postgres", schema: "x" });',
    ],
    [
      "an ES module of JavaScript",
      "a.mjs",
      'import { DataSource } from "typeorm"; export default new DataSource({ type: "postgres", schema: "x" });',
    ],
    [
      "a default export that has a name too, beside its options",
      "a.ts",
      'import { DataSource } from "typeorm"; export const options = { type: "postgres" as const, schema: "x" }; export const source = new DataSource(options); export default source;',
    ],
  ])("may be %s", async (_, name, text) => {
    expect(await userProject({ [name]: text }).run(settled({ dataSource: name }))).toMatchObject({
      error: null,
      value: { defaultSchema: "x" },
    });
  });

  test.each([
    ["of another database", "DATA_SOURCE_TYPE", /mysql/, 'export default { type: "mysql" };'],
    ["that is not there", "DATA_SOURCE_MISSING", /exports no DataSource/, "export const a = 1;"],
    [
      "of which there are two",
      "DATA_SOURCE_AMBIGUOUS",
      /one, two/,
      'import { DataSource } from "typeorm"; export const one = new DataSource({ type: "postgres" }); export const two = new DataSource({ type: "postgres" });',
    ],
    [
      "that connects and fails",
      "LOAD_FAILED",
      /no server/,
      'export default Promise.reject(new Error("no server"));',
    ],
    [
      "with a broken URL, without its password",
      "INVALID_URL",
      /^(?!.*secret)/,
      'export default { type: "postgres", url: "postgres://u:secret@h:port/d" };',
    ],
  ])("%s is an error", async (_, code, message, text) => {
    const { error } = await userProject({ "data-source.ts": text }).run(settled());
    expect(error).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(JSON.stringify(error)).not.toContain("secret");
  });

  test("of a name that does not exist is an error", async () => {
    expect(await userProject({}).run(settled({ dataSource: "absent.ts" }))).toMatchObject({
      error: { code: "DATA_SOURCE_NOT_FOUND" },
    });
  });
});
