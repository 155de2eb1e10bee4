import type { SourceOptions } from "../../src/comparison/sources";
import type { Configuration } from "../../src/config";
import { parseFilter } from "../../src/config/filters";
import { noHooks } from "../../src/config/hooks";
import { type Difference, difference, generate } from "../../src/pipeline";
import type { EntityTarget, PostgresOptions } from "../../src/project/project";
import { projectOf } from "./projects";
import { execute } from "./servers";

/** A project of entities that a test declares, on a database of its own, without migrations. */
export function configurationOf(
  url: string,
  targets: readonly EntityTarget[],
  options: Partial<PostgresOptions> = {},
): Configuration {
  const project = projectOf(targets, options);
  return {
    root: project.root,
    target: { kind: "server", connection: { url } },
    defaultSchema: options.schema ?? "public",
    project,
    migrations: { directory: project.root, patterns: [], classes: [], table: "migrations" },
    filters: { include: [], exclude: [] },
    strategy: "simple",
    hooks: noHooks,
    hazards: {},
  };
}

export const differenceOf = (
  url: string,
  targets: readonly EntityTarget[],
  options: SourceOptions = {},
): Promise<Difference> => difference(configurationOf(url, targets), options);

/** The statements that stand between the database and the entities. */
export async function statementsOf(url: string, targets: readonly EntityTarget[]): Promise<string[]> {
  return (await differenceOf(url, targets)).up.statements.map(({ sql }) => sql);
}

export interface Patterns {
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
}

/** The same with filters, after the proof has shown that they lead there and back. */
export async function provedStatements(
  url: string,
  targets: readonly EntityTarget[],
  { include = [], exclude = [] }: Patterns,
): Promise<{ statements: string[]; notes: string[] }> {
  const filters = { include: include.map(parseFilter), exclude: exclude.map(parseFilter) };
  const notes: string[] = [];
  const options = { dryRun: true, acceptDataLoss: true, onNote: (note: string) => void notes.push(note) };
  const result = await generate({ ...configurationOf(url, targets), filters }, options);
  if (result.status === "nothing") return { statements: [], notes };
  if (result.status !== "generated") throw new Error(`generate is ${result.status}`);
  return { statements: result.difference.up.statements.map(({ sql }) => sql), notes };
}

/** Makes the database what the entities say, and gives the statements that did. */
export async function synchronize(url: string, targets: readonly EntityTarget[]): Promise<string[]> {
  const statements = await statementsOf(url, targets);
  await execute(url, ...statements);
  return statements;
}
