import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const source = resolve(__dirname, "../src");

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(source, file), "utf8") }));

/** The folder of `src` a file is in; a file of `src` itself stands for its own name. */
const stageOf = (file: string) => file.split(/[/\\]/)[0]?.replace(/\.ts$/, "") ?? "";

/** What each stage may use besides itself. Everything may use `schema` and `errors`; only types count for nothing. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  errors: [],
  version: [],
  change: [],
  decorators: [],
  project: ["version"],
  postgres: ["project"],
  config: ["change", "project", "postgres"],
  entities: ["project", "config", "change", "decorators"],
  catalog: ["postgres", "change"],
  reconcile: ["change"],
  diff: ["change"],
  plan: ["change", "diff"],
  renames: ["change", "diff", "plan"],
  hazards: ["change", "plan", "diff"],
  proof: ["change", "catalog", "diff", "plan", "reconcile", "postgres", "apply", "hazards", "project"],
  migrations: ["change", "config", "project"],
  apply: ["change", "config", "project", "postgres", "migrations", "entities", "version"],
  rebase: ["migrations", "apply"],
};

/** Stages that neither connect nor read files. */
const pure = ["schema", "change", "reconcile", "diff", "plan", "hazards"];

const imports = files.flatMap(({ file, text }) =>
  [...text.matchAll(/^(import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/gm)].map(
    ([, , type, fixed, lazy]) => ({ file, type: type !== undefined, path: fixed ?? lazy ?? "" }),
  ),
);

describe("the structure of src", () => {
  it("is read as it is", () => {
    expect(imports).toContainEqual({ file: "pipeline.ts", type: false, path: "./proof" });
    expect(imports.length).toBeGreaterThan(files.length);
  });

  it.each(Object.keys(allowed))("%s uses only what comes before it", (stage) => {
    const used = imports
      .filter(({ file, type, path }) => stageOf(file) === stage && !type && path.startsWith("."))
      .map(({ file, path }) => ({
        file,
        uses: stageOf(relative(source, resolve(source, dirname(file), path))),
      }))
      .filter(({ uses }) => uses !== stage && !["schema", "errors", "version"].includes(uses));
    expect(used.filter(({ uses }) => !allowed[stage]?.includes(uses))).toEqual([]);
  });

  it.each(pure)("%s is pure", (stage) => {
    const outside = imports.filter(
      ({ file, path }) =>
        stageOf(file) === stage && /^(node:(fs|child|net|http)|pg$|typeorm|@electric-sql)/.test(path),
    );
    expect(outside).toEqual([]);
  });

  it("keeps files small", () => {
    const long = files.filter(({ text }) => text.split("\n").length > 300).map(({ file }) => file);
    expect(long.filter((file) => file !== join("schema", "objects.ts"))).toEqual([]);
  });
});
