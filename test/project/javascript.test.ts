import { removeUserProjects, userProject } from "./user-project";

afterAll(removeUserProjects);

describe("JavaScript", () => {
  test("entities described by EntitySchema load, as CommonJS and as ES modules", async () => {
    const { run } = userProject({
      "user.js": `const { EntitySchema } = require("typeorm");
        module.exports = new EntitySchema({ name: "User", columns: { id: { type: Number, primary: true } } });`,
      "project.mjs": `import { EntitySchema } from "typeorm";
        export const Project = new EntitySchema({ name: "Project", columns: { id: { type: Number, primary: true } } });`,
    });
    const { value, stderr } = await run(`
      const { EntitySchema } = resolveTypeOrm(root).typeorm;
      const modules = await load("user.js", "project.mjs");
      return modules.flatMap(({ exports }) => [...exports]).map(([name, value]) => [name, value instanceof EntitySchema]);
    `);
    expect(value).toEqual([
      ["module.exports", true],
      ["Project", true],
    ]);
    expect(stderr).toBe("");
  });

  test("of an ES module may await at its top level", async () => {
    const { run } = userProject({ "source.mjs": "export default await Promise.resolve(5);" });
    expect(await run('return (await load("source.mjs"))[0].exports.get("default")')).toMatchObject({
      value: 5,
    });
  });

  test("files run once, however often they are loaded", async () => {
    const { run } = userProject({
      "a.js": "global.runs = (global.runs ?? 0) + 1;",
      "b.ts": "(globalThis as any).runs += 1; export {};",
    });
    expect(
      await run('await load("a.js", "b.ts"); await load("b.ts", "a.js"); return global.runs'),
    ).toMatchObject({ value: 2 });
  });
});
