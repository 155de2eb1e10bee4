import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { removeUserProjects, type UserProject, userProject } from "./user-project";

afterAll(removeUserProjects);

const files = {
  "tsconfig.json": '{ "compilerOptions": { "strict": true } }',
  "user.ts": `
    import { Column, Entity } from "typeorm";
    import { Name } from "./name";
    import "./unrelated";
    @Entity() export class User { @Column() name!: Name; }`,
  "name.ts": 'export { Text as Name } from "./text";',
  "text.ts": "export type Text = string;",
  "unrelated.ts": "export const a = 1;",
};

async function typeOfName({ run }: UserProject): Promise<unknown> {
  const { value, error } = await run(`
    const [{ exports }] = await load("user.ts");
    return { type: typeOf(exports.get("User"), "name"), compiled: compilerLoaded() };
  `);
  expect(error).toBeNull();
  return value;
}

function entriesOf({ root }: UserProject): Record<string, string> {
  const directory = join(root, ".schema/cache");
  return Object.fromEntries(
    readdirSync(directory).map((name) => [name.split(".")[0], readFileSync(join(directory, name), "utf8")]),
  );
}

describe("the cache of compiled files", () => {
  test("spares the compiler while nothing changes, and keeps out of version control", async () => {
    const project = userProject(files);
    expect(await typeOfName(project)).toEqual({ type: "String", compiled: true });
    expect(await typeOfName(project)).toEqual({ type: "String", compiled: false });
    expect(readFileSync(join(project.root, ".schema/.gitignore"), "utf8")).toBe("*\n");
  });

  test("notices that a type changed two files away, and keeps what does not depend on it", async () => {
    const project = userProject(files);
    await typeOfName(project);
    const before = entriesOf(project);
    project.write({ "text.ts": "export type Text = number;" });
    expect(await typeOfName(project)).toEqual({ type: "Number", compiled: true });
    const after = entriesOf(project);
    expect(
      Object.keys(after)
        .filter((name) => after[name] !== before[name])
        .sort(),
    ).toEqual(["name", "text", "user"]);
    expect(await typeOfName(project)).toEqual({ type: "Number", compiled: false });
  });

  test("notices a dependency that another run has compiled again in the meantime", async () => {
    const project = userProject(files);
    await typeOfName(project);
    project.write({ "text.ts": "export type Text = number;" });
    await project.run('await load("text.ts", "name.ts")');
    expect(await typeOfName(project)).toEqual({ type: "Number", compiled: true });
  });

  const pair = (type: string, more = ""): Record<string, string> => ({
    "user.ts": `
      import { Column, Entity } from "typeorm";
      import type { IdOf } from "./id-of";
      import { Project } from "./project";
      type Name = ${type};
      @Entity() export class User { @Column() name!: Name; @Column("text") project!: Project; }`,
    "project.ts": `
      import { User } from "./user";
      export class Project { id!: number; ${more} owner!: User }`,
    "id-of.ts": "export type IdOf<T> = T extends { id: infer Id } ? Id : never;",
  });

  test("keeps an entity when another, on a cycle with it, gains a column", async () => {
    const project = userProject(pair("string"));
    await typeOfName(project);
    const before = entriesOf(project);
    project.write(pair("string", "title!: string;"));
    await typeOfName(project);
    const after = entriesOf(project);
    expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(["project"]);
  });

  test.each(['Project["id"]', "IdOf<Project>"])(
    "does not keep it when it looks inside, as %s does",
    async (type) => {
      const project = userProject(pair(type));
      expect(await typeOfName(project)).toMatchObject({ type: "Number" });
      project.write({ "project.ts": "export class Project { id!: string; owner!: object }" });
      expect(await typeOfName(project)).toMatchObject({ type: "String" });
    },
  );

  test("notices other compiler options", async () => {
    const nullable = { ...files, "text.ts": "export type Text = string | null;" };
    const project = userProject(nullable);
    expect(await typeOfName(project)).toEqual({ type: "Object", compiled: true });
    project.write({ "tsconfig.json": '{ "compilerOptions": { "strict": false } }' });
    expect(await typeOfName(project)).toEqual({ type: "String", compiled: true });
  });

  test("is made again where it is damaged", async () => {
    const project = userProject(files);
    await typeOfName(project);
    const directory = join(project.root, ".schema/cache");
    for (const name of readdirSync(directory)) {
      const file = join(directory, name);
      writeFileSync(file, readFileSync(file, "utf8").slice(0, 90));
    }
    expect(await typeOfName(project)).toEqual({ type: "String", compiled: true });
    expect(await typeOfName(project)).toEqual({ type: "String", compiled: false });
  });

  test("never hides an error", async () => {
    const project = userProject({ ...files, "text.ts": "export type Tekst = string;" });
    for (let run = 0; run < 2; run += 1) {
      const { error } = await project.run('await load("user.ts")');
      expect(error).toMatchObject({
        code: "COMPILE_FAILED",
        message: expect.stringMatching(/^name\.ts:1:10: /),
      });
    }
  });
});
