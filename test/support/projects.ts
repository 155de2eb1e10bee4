import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EntityTarget, PostgresOptions, Project, TypeOrm } from "../../src/project/project";

export const typeormLines = ["typeorm", "typeorm-0.3"] as const;
export type TypeOrmLine = (typeof typeormLines)[number];

const directory = join(__dirname, "../projects");

/** Every folder of test/projects: a small TypeORM project. */
export const projectNames = readdirSync(directory)
  .filter((name) => !name.startsWith("."))
  .sort();

/** The projects that a line of TypeORM can read: `typeorm-1` uses what 0.3 does not have. */
export function projectsOf(line: TypeOrmLine): string[] {
  return projectNames.filter((name) => line === "typeorm" || name !== "typeorm-1");
}

/** Loads a test project with either line of TypeORM in place of its own. */
export function openProject(name: string, line: TypeOrmLine): Project {
  const root = join(directory, name);
  // What decorators say is kept in one global place, whichever line made it; the lines do not understand each other's.
  Reflect.deleteProperty(globalThis, "typeormMetadataArgsStorage");
  let typeorm: TypeOrm | undefined;
  let options: PostgresOptions | undefined;
  jest.isolateModules(() => {
    jest.doMock("typeorm", () => jest.requireActual(line));
    typeorm = require("typeorm");
    options = require(join(root, "data-source.ts")).default.options;
  });
  if (typeorm === undefined || options === undefined) throw new Error(`${name} did not load`);
  return {
    root,
    typeorm,
    typeormVersion: versionOf(line),
    dataSourceFile: join(root, "data-source.ts"),
    options,
    entityPatterns: [],
    entityTargets: options.entities as EntityTarget[],
  };
}

function versionOf(line: TypeOrmLine): string {
  const file = join(dirname(require.resolve(line)), "package.json");
  return JSON.parse(readFileSync(file, "utf8")).version;
}

/** A project of entities that a test declares itself, on TypeORM 1. */
export function projectOf(
  targets: readonly EntityTarget[],
  options: Partial<PostgresOptions> = {},
  root = directory,
): Project {
  return {
    root,
    typeorm: require("typeorm"),
    typeormVersion: versionOf("typeorm"),
    dataSourceFile: null,
    options: { ...options, type: "postgres" },
    entityPatterns: [],
    entityTargets: targets,
  };
}
