import type { Configuration } from "../../src/config";
import { type Difference, difference } from "../../src/pipeline";
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
  };
}

export const differenceOf = (url: string, targets: readonly EntityTarget[]): Promise<Difference> =>
  difference(configurationOf(url, targets));

/** The statements that stand between the database and the entities. */
export async function statementsOf(url: string, targets: readonly EntityTarget[]): Promise<string[]> {
  return (await differenceOf(url, targets)).up.statements.map(({ sql }) => sql);
}

/** Makes the database what the entities say, and gives the statements that did. */
export async function synchronize(url: string, targets: readonly EntityTarget[]): Promise<string[]> {
  const statements = await statementsOf(url, targets);
  await execute(url, ...statements);
  return statements;
}
