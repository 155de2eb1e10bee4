import { describeEntities } from "../../src/entities";
import type { EntityTarget, PostgresOptions } from "../../src/project/project";
import { listOf, type ObjectKind, type ObjectOf, type Schema } from "../../src/schema";
import { projectOf } from "../support/projects";

/** What entities declared in a test come to. */
export async function schemaOfEntities(
  targets: readonly EntityTarget[],
  options: Partial<PostgresOptions> = {},
): Promise<Schema> {
  const project = projectOf(targets, options);
  const defaultSchema = options.schema ?? "public";
  return (await describeEntities({ project, defaultSchema }, targets)).schema;
}

export function namesOf<K extends ObjectKind>(schema: Schema, kind: K): string[] {
  return listOf(schema, kind).map(({ name }: ObjectOf<K>) => name);
}

/** Properties of the columns of a schema, by the column's name. */
export function columnsOf(schema: Schema): Record<string, ObjectOf<"column">> {
  return Object.fromEntries(listOf(schema, "column").map((column) => [column.name, column]));
}
