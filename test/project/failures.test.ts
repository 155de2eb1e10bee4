import { removeUserProjects, userProject } from "./user-project";

afterAll(removeUserProjects);

async function failure(files: Record<string, string>, first = Object.keys(files)[0]) {
  const { error } = await userProject(files).run(`await load(${JSON.stringify(first)})`);
  return error;
}

describe("a file that cannot be used is an error that names", () => {
  test("the place of broken syntax", async () => {
    expect(await failure({ "user.ts": "export class User {\n  name string;\n  }}\n" })).toMatchObject({
      code: "COMPILE_FAILED",
      message: expect.stringMatching(/^user\.ts:2:3: Unexpected keyword or identifier/),
    });
  });

  test("the place of an import that is not there, in any file that is reached", async () => {
    const error = await failure({
      "user.ts": 'import "./project";',
      "project.ts": '\nimport { Rolle } from "./rolle";\nexport const r = Rolle;',
    });
    expect(error).toMatchObject({
      code: "COMPILE_FAILED",
      message: expect.stringMatching(/^project\.ts:2:23: Cannot find module '\.\/rolle'/),
      hint: expect.stringContaining("Correct the import"),
    });
  });

  test("a name that the other file does not export", async () => {
    const error = await failure({
      "user.ts": 'import { Rolle } from "./role";\nexport const r = Rolle;',
      "role.ts": "export class Role {}",
    });
    expect(error?.message).toMatch(/^user\.ts:1:10: .*no exported member.*Rolle/);
  });

  test("a name that nothing declares", async () => {
    expect((await failure({ "user.ts": "export class User {\n  a = Colum();\n}" }))?.message).toMatch(
      /^user\.ts:2:7: Cannot find name 'Colum'/,
    );
  });

  test("a decorator that a package does not export", async () => {
    const { message } = (await failure({
      "user.ts": 'import { Colum, Entity } from "typeorm";\n@Entity()\nclass User { @Colum() a!: string }',
    })) ?? { message: "" };
    expect(message).toMatch(/^user\.ts:1:10: .*no exported member named 'Colum'\. Did you mean 'Column'/);
  });

  test("the line of TypeScript that threw", async () => {
    const error = await failure({
      "all.ts": 'import "./user";',
      "user.ts": `interface Gone { a: string }\n\n\nenum Kind { A }\nfunction check(kind: Kind): void {\n  throw new TypeError("kind " + kind + " is wrong");\n}\ncheck(Kind.A);\nexport {};`,
    });
    expect(error).toMatchObject({ code: "LOAD_FAILED", message: "user.ts:6: TypeError: kind 0 is wrong" });
  });

  test.each([
    ["CommonJS that threw", { "a.js": '\nthrow new Error("no luck");' }, /^a\.js:2: no luck$/],
    ["an ES module that threw", { "a.mjs": '\n\nthrow new Error("no luck");' }, /^a\.mjs:3: no luck$/],
    ["JavaScript with broken syntax", { "a.js": "\nlet = = 3;" }, /^a\.js:2: SyntaxError/],
    ["a require that is not there", { "a.js": '\nrequire("./b");' }, /^a\.js:2: Cannot find module '\.\/b'$/],
    [
      "an import that is not there",
      { "a.mjs": '\nimport "absent";' },
      /^a\.mjs:2: Cannot find package 'absent'$/,
    ],
    [
      "CommonJS that ends the process",
      { "a.js": "\nprocess.exit(3);" },
      /^a\.js:2: it calls process\.exit\(3\)$/,
    ],
    [
      "TypeScript that ends the process",
      { "a.ts": "interface A { b: 1 }\n\nprocess.exit();\nexport {};" },
      /^a\.ts:3: it calls process\.exit\(\)$/,
    ],
    ["a file that throws no Error", { "a.js": 'throw "text";' }, /^a\.js: it threw text$/],
  ])("the line of %s", async (_, files, message) => {
    expect(await failure(files)).toMatchObject({
      code: "LOAD_FAILED",
      message: expect.stringMatching(message),
    });
  });

  test("a tsconfig.json that cannot be read", async () => {
    expect(
      await failure({ "a.ts": "export {}", "tsconfig.json": '{ "extends": "./absent.json" }' }),
    ).toMatchObject({
      code: "TSCONFIG_INVALID",
      message: expect.stringContaining("absent.json"),
    });
  });

  test("a file that does not exist", async () => {
    expect(await failure({ "a.ts": "" }, "b.ts")).toMatchObject({ code: "FILE_NOT_FOUND" });
  });

  test("that TypeORM is missing, or too old", async () => {
    const { run, write } = userProject({});
    write({
      "old/node_modules/typeorm/package.json": '{ "name": "typeorm", "version": "0.2.45" }',
      "old/node_modules/typeorm/index.js": "",
    });
    expect(await run('resolveTypeOrm("/")')).toMatchObject({ error: { code: "TYPEORM_NOT_FOUND" } });
    expect(await run('resolveTypeOrm(path("old"))')).toMatchObject({
      error: { code: "TYPEORM_VERSION", message: expect.stringContaining("0.2.45") },
    });
  });
});
