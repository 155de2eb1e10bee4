import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const source = resolve(__dirname, "../src");

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(source, file), "utf8") }));

/** The folder of `src` a file is in; a file of `src` itself stands for its own name. */
const stageOf = (file: string) => file.split(/[/\\]/)[0]?.replace(/\.[tj]s$/, "") ?? "";

/**
 * What each stage may use besides itself, and only of what stands above it here. Everything may use `schema`, `errors`
 * and `version`; only types count for nothing.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  errors: [],
  version: [],
  change: [],
  decorators: [],
  postgres: [],
  project: [],
  init: [],
  backup: ["postgres"],
  catalog: ["postgres"],
  config: ["change", "project"],
  diff: ["change"],
  entities: ["change", "decorators", "project"],
  migrations: ["change", "project"],
  plan: ["change", "diff"],
  reconcile: ["change"],
  apply: ["change", "config", "migrations", "postgres", "project"],
  fingerprint: ["migrations", "reconcile"],
  hazards: ["change", "plan"],
  renames: ["change", "diff", "plan"],
  proof: ["apply", "catalog", "change", "diff", "hazards", "plan", "postgres", "reconcile"],
  report: ["apply", "change", "diff", "hazards", "plan", "postgres", "proof"],
  baseline: [
    ...[
      "apply",
      "catalog",
      "change",
      "diff",
      "fingerprint",
      "migrations",
      "plan",
      "proof",
      "reconcile",
      "report",
    ],
  ],
  comparison: [
    ...["apply", "catalog", "change", "diff", "entities", "fingerprint", "migrations", "plan", "postgres"],
    ...["proof", "reconcile", "renames"],
  ],
  health: ["apply", "backup", "catalog", "config", "entities", "hazards", "migrations", "postgres", "report"],
  writing: [
    ...["apply", "change", "comparison", "fingerprint", "hazards", "migrations", "postgres", "proof"],
    ...["renames", "report"],
  ],
  pipeline: ["change", "comparison", "migrations", "proof", "renames", "writing"],
  drift: [
    ...["apply", "catalog", "change", "diff", "fingerprint", "pipeline", "postgres", "proof", "reconcile"],
    ...["report"],
  ],
  rebase: [
    ...["apply", "catalog", "change", "comparison", "diff", "fingerprint", "migrations", "pipeline", "proof"],
    ...["renames", "writing"],
  ],
  workflows: [
    ...[
      "apply",
      "backup",
      "baseline",
      "catalog",
      "change",
      "comparison",
      "config",
      "drift",
      "hazards",
      "health",
    ],
    ...["migrations", "pipeline", "postgres", "proof", "rebase", "writing"],
  ],
  api: ["config", "pipeline", "workflows"],
  index: ["api", "config", "decorators"],
  cli: ["apply", "change", "config", "pipeline", "postgres", "renames", "report", "workflows"],
  commands: ["cli", "hazards", "health", "init", "pipeline", "postgres", "report", "workflows"],
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

  it("has a place in the order for every folder, and no other", () => {
    const stages = Object.keys(allowed);
    expect([...new Set(files.map(({ file }) => stageOf(file)))].sort()).toEqual([...stages].sort());
    const backwards = stages.flatMap((stage, at) =>
      (allowed[stage] ?? [])
        .filter((used) => !stages.slice(0, at).includes(used))
        .map((used) => [stage, used]),
    );
    expect(backwards).toEqual([]);
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

  it("calls by one name one thing: what is exported as a type is the only type of its name", () => {
    const types = files.flatMap(({ file, text }) =>
      [...text.matchAll(/^(export )?(?:interface|type|class) (\w+)/gm)].map(([, exported, name = ""]) => ({
        name,
        file,
        isExported: exported !== undefined,
      })),
    );
    const others = ({ name, file }: { readonly name: string; readonly file: string }) =>
      types.filter((other) => other.name === name && other.file !== file);
    const shared = types.filter((type) => type.isExported && others(type).length > 0);
    expect(shared.map(({ name, file }) => `${name} in ${file}`)).toEqual([]);
  });

  it("keeps files small", () => {
    const long = files.filter(({ text }) => text.split("\n").length > 300).map(({ file }) => file);
    expect(long.filter((file) => file !== join("schema", "objects.ts"))).toEqual([]);
  });
});
