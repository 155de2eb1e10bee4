import { removeUserProjects, userProject } from "./user-project";

afterAll(removeUserProjects);

const entity = (name: string, body: string, imports = ""): string => `
import { Column, Entity, ManyToOne, OneToMany, PrimaryGeneratedColumn } from "typeorm";
${imports}
@Entity()
export class ${name} {
  @PrimaryGeneratedColumn() id!: number;
  ${body}
}
`;

const config = (options: object): string =>
  JSON.stringify({ compilerOptions: { target: "es2020", module: "commonjs", strict: true, ...options } });

const user = entity(
  "User",
  "@OneToMany(() => Project, (p) => p.owner) projects!: Project[];",
  'import { Project } from "./project";',
);
const project = entity(
  "Project",
  "@ManyToOne(() => User, (u) => u.projects) owner!: User;",
  'import { User } from "./user";',
);

describe("TypeScript entities", () => {
  test.each(["typeorm", "typeorm-0.3"])("that import each other load with %s", async (typeorm) => {
    const { run } = userProject({ "user.ts": user, "project.ts": project }, typeorm);
    const { value, error } = await run(`
      const [{ exports }] = await load("user.ts", "project.ts");
      const { typeorm, version } = resolveTypeOrm(root);
      const known = typeorm.getMetadataArgsStorage().tables.map(({ target }) => target.name);
      return { known: known.sort(), version, id: typeOf(exports.get("User"), "id") };
    `);
    expect(error).toBeNull();
    expect(value).toMatchObject({
      known: ["Project", "User"],
      version: expect.stringMatching(typeorm === "typeorm" ? /^1\./ : /^0\.3\./),
      id: "Number",
    });
  });

  test("of one file may name a class that comes later", async () => {
    const { run } = userProject({
      "all.ts":
        entity("User", "@ManyToOne(() => Project) project!: Project;") +
        entity("Project", "").replace(/import.*/, ""),
    });
    expect(await run('return [...(await load("all.ts"))[0].exports.keys()]')).toMatchObject({
      value: ["User", "Project"],
    });
  });

  test("get the types that aliases, enums and interfaces of other files stand for", async () => {
    const { run } = userProject({
      "tsconfig.json": config({}),
      "kinds.ts": `
        export enum Status { Open = "open" }
        export enum Level { Low, High }
        export type Name = string;
        export interface Settings { a: number }
        export class Money {}`,
      "again.ts": 'export * from "./kinds";',
      "user.ts": entity(
        "User",
        '@Column() a!: Status; @Column() b!: Level; @Column() c!: Name; @Column("jsonb") d!: Settings; @Column("text") e!: Money; @Column() f!: Date; @Column("text") g!: string | null;',
        'import { Level, Money, Name, Settings, Status } from "./again";',
      ),
    });
    const { value } = await run(`
      const User = (await load("user.ts"))[0].exports.get("User");
      return [..."abcdefg"].map((property) => typeOf(User, property));
    `);
    expect(value).toEqual(["String", "Number", "String", "Object", "Money", "Date", "Object"]);
  });

  test("get the types that names of packages stand for, wherever those are said", async () => {
    const { run } = userProject({
      "node_modules/kit/package.json": '{ "name": "kit", "types": "index.d.ts", "main": "index.js" }',
      "node_modules/kit/index.js": 'exports.Field = () => () => undefined; exports.text = "text";',
      "node_modules/kit/index.d.ts": `
        export type Name = string; export const enum Kind { small = 3 } export declare const text: string;
        export declare class Base { age: number } export declare function Field(): PropertyDecorator;`,
      "of-kit.ts": `
        import { Base, Name } from "kit";
        export type Short = Name;
        export class Person extends Base {}
        export function nothing(name: Name): void {}`,
      "user.ts": `
        import { Column, Entity } from "typeorm";
        import { Kind, Field, type Name } from "kit";
        import type * as Kit from "kit";
        import { Person, Short } from "./of-kit";
        type Age = Person["age"];
        @Entity() export class User {
          @Column() a!: Name; @Column() b!: Short; @Column() c!: Age; @Field() d!: Kit.Name;
          @Column({ default: Kind.small }) e!: number;
        }`,
    });
    const { value, error } = await run(`
      const User = (await load("user.ts"))[0].exports.get("User");
      const { typeorm } = resolveTypeOrm(root);
      const [{ options }] = typeorm.getMetadataArgsStorage().columns.filter(({ propertyName }) => propertyName === "e");
      return [..."abcd"].map((property) => typeOf(User, property)).concat(options.default);
    `);
    expect(error).toBeNull();
    expect(value).toEqual(["String", "String", "Number", "String", 3]);
  });

  test("see nullable strings as strings where the project does not check null strictly", async () => {
    const { run } = userProject({
      "tsconfig.json": config({ strict: false }),
      "user.ts": entity("User", "@Column({ nullable: true }) a: string | null;"),
    });
    const { value } = await run('return typeOf((await load("user.ts"))[0].exports.get("User"), "a")');
    expect(value).toBe("String");
  });

  test("are found through tsconfig paths, and through specifiers of the compiled names", async () => {
    const { run } = userProject({
      "tsconfig.json": config({ baseUrl: ".", paths: { "@app/*": ["src/*"] } }),
      "src/a.ts": entity("A", "@ManyToOne(() => B) b!: B;", 'import { B } from "@app/b";'),
      "src/b.ts": entity("B", "@ManyToOne(() => C) c!: C;", 'import { C } from "./c.js";'),
      "src/c.ts": entity("C", "@Column({ default: limit }) n!: number;", 'import { limit } from "./d.mjs";'),
      "src/d.mts": "export const limit = 3;",
    });
    const { value, error } = await run(`
      const A = (await load("src/a.ts"))[0].exports.get("A");
      const B = Reflect.getMetadata("design:type", A.prototype, "b");
      return [B.name, typeOf(B, "c")];
    `);
    expect(error).toBeNull();
    expect(value).toEqual(["B", "C"]);
  });

  test("may be ES modules, with import.meta and names that CommonJS takes", async () => {
    const { run } = userProject({
      "package.json": '{ "type": "module" }',
      "tsconfig.json": config({ module: "nodenext", moduleResolution: "nodenext", target: "es2022" }),
      "user.ts": entity(
        "User",
        "@ManyToOne(() => Project) project!: Project;",
        `import { createRequire } from "node:module";
         import { fileURLToPath } from "node:url";
         import path from "node:path";
         import { Project } from "./project.js";
         import { plain } from "./plain.js";
         const require = createRequire(import.meta.url);
         const __filename = fileURLToPath(import.meta.url);
         const __dirname = path.dirname(__filename);
         export const here = { __dirname, file: import.meta.filename, plain, same: require("typeorm").Entity === Entity };`,
      ),
      "project.ts": entity(
        "Project",
        "@ManyToOne(() => User) user!: User;",
        'import { User } from "./user.js";',
      ),
      "plain.js": "export const plain = 'an ES module of plain JavaScript';",
    });
    const answer = await run('return (await load("user.ts"))[0].exports.get("here")');
    expect(answer.error).toBeNull();
    expect(answer.value).toMatchObject({ plain: "an ES module of plain JavaScript", same: true });
    expect(answer.value).toMatchObject({
      file: expect.stringMatching(/user\.ts$/),
      __dirname: expect.not.stringMatching(/\.ts$/),
    });
    expect(answer.stderr).toBe("");
  });

  test("of ES modules may import packages as ES modules do", async () => {
    const { run } = userProject({
      "package.json": '{ "type": "module" }',
      "node_modules/only/package.json": `{ "name": "only", "type": "module", "exports": { "import": "./only.js" } }`,
      "node_modules/only/only.js": "export const only = 1;",
      "node_modules/only/only.d.ts": "export declare const only: number;",
      "data.json": '{ "a": 2 }',
      "user.ts": `
        import typeorm from "typeorm";
        import { only } from "only";
        import data from "./data.json" with { type: "json" };
        export const all = [typeof typeorm.Entity, only, data.a];`,
    });
    const answer = await run('return (await load("user.ts"))[0].exports.get("all")');
    expect(answer).toMatchObject({ error: null, value: ["function", 1, 2] });
  });

  test("are known by the file that declares them, exported or not", async () => {
    const { run } = userProject({
      "index.ts": 'export * from "./user"; export * from "./project";',
      "user.ts": user,
      "project.ts": `${project} class Hidden {} export const all = [Hidden];`,
    });
    const { value } = await run(`
      const { exports } = (await load("index.ts"))[0];
      const targets = [exports.get("User"), exports.get("Project"), ...exports.get("all")];
      return targets.map((target) => originOf(target)?.file.slice(root.length + 1));
    `);
    expect(value).toEqual(["user.ts", "project.ts", "project.ts"]);
  });

  test("are compiled by the configuration that a solution's tsconfig.json refers to", async () => {
    const { run } = userProject({
      "tsconfig.json": JSON.stringify({ files: [], references: [{ path: "./tsconfig.app.json" }] }),
      "tsconfig.app.json": `{ /* as generated */ "compilerOptions": { "composite": true, "strict": true, "paths": { "#b": ["./b"] } }, "include": ["*.ts"] }`,
      "a.ts": entity(
        "A",
        '@ManyToOne(() => B) b!: B; @Column("text") c!: string | null;',
        'import { B } from "#b";',
      ),
      "b.ts": entity("B", ""),
    });
    const { value, error } = await run(
      'const A = (await load("a.ts"))[0].exports.get("A"); return [typeOf(A, "b"), typeOf(A, "c")]',
    );
    expect(error).toBeNull();
    expect(value).toEqual(["B", "Object"]);
  });

  test("may name what a declaration file of the project declares globally", async () => {
    const { run } = userProject({
      "tsconfig.json": JSON.stringify({ compilerOptions: { strict: true }, include: ["src"] }),
      "src/global.d.ts": "type Email = string;",
      "src/more.ts": "declare global { type Phone = number } export {};",
      "src/user.ts": entity("User", "@Column() email!: Email; @Column() phone!: Phone;"),
    });
    const { value } = await run(
      'const U = (await load("src/user.ts"))[0].exports.get("User"); return [typeOf(U, "email"), typeOf(U, "phone")]',
    );
    expect(value).toEqual(["String", "Number"]);
  });

  test("load in spite of type errors that do not change what runs", async () => {
    const { run } = userProject({
      "user.ts": `${entity("User", "")} const wrong: number = "text"; export { wrong };`,
    });
    expect(await run('return (await load("user.ts"))[0].exports.get("wrong")')).toMatchObject({
      value: "text",
    });
  });

  test("may be required by a computed name", async () => {
    const { run } = userProject({
      "all.ts": 'export const all = ["user", "project"].map((name) => Object.keys(require("./" + name))[0]);',
      "user.ts": user,
      "project.ts": project,
    });
    expect(await run('return (await load("all.ts"))[0].exports.get("all")')).toMatchObject({
      value: ["User", "Project"],
    });
  });

  test("may come from a package of the workspace that is linked into node_modules", async () => {
    const one = userProject({
      "packages/shared/package.json": '{ "name": "shared", "main": "index.ts" }',
      "packages/shared/index.ts": entity("User", ""),
    });
    one.write({ "all.ts": 'export { User } from "shared";' });
    const answer = await one.run(`
      require("node:fs").symlinkSync(path("packages/shared"), path("node_modules/shared"));
      const [all] = await load("all.ts");
      return [all.exports.get("User").name, originOf(all.exports.get("User")).file.slice(root.length)];
    `);
    expect(answer).toMatchObject({ error: null, value: ["User", "/packages/shared/index.ts"] });
  });

  test("may await at the top level of a file that nothing imports", async () => {
    const { run } = userProject({
      "package.json": '{ "type": "module" }',
      "source.ts": 'const { limit } = await import("./other.js"); export const value = limit + 1;',
      "other.ts": "export const limit = 3;",
      "importer.ts": 'import { value } from "./source.js"; export const more = value;',
    });
    expect(await run('return (await load("source.ts"))[0].exports.get("value")')).toMatchObject({ value: 4 });
    const { error } = await run('await load("importer.ts")');
    expect(error).toMatchObject({
      code: "LOAD_FAILED",
      message: expect.stringContaining("source.ts awaits at its top level"),
    });
  });
});
