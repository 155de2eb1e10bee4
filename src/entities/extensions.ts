import type { Extension } from "../schema";
import type { EntityMetadata } from "./metadata";
import type { Described, Reading } from "./source";
import { extensionOfType } from "./types";

/** What TypeORM would install on connecting: what the entities imply, and what the data source lists. */
export function describeExtensions({ dataSource, locate, project }: Reading): Described[] {
  const { extensions = [], installExtensions = true, uuidExtension = "uuid-ossp" } = project.options;
  if (!installExtensions) return [];
  const [anyEntity] = dataSource.entityMetadatas;
  const wanted = new Map<string, EntityMetadata>();
  for (const entity of dataSource.entityMetadatas) {
    for (const name of impliedBy(entity, uuidExtension)) if (!wanted.has(name)) wanted.set(name, entity);
  }
  for (const name of extensions)
    if (anyEntity !== undefined && !wanted.has(name)) wanted.set(name, anyEntity);
  return [...wanted].map(([name, entity]) => ({
    object: { kind: "extension", name, schema: null } satisfies Extension,
    place: locate(entity),
  }));
}

function impliedBy(entity: EntityMetadata, uuidExtension: string): string[] {
  return [
    ...(entity.generatedColumns.some(({ generationStrategy }) => generationStrategy === "uuid")
      ? [uuidExtension]
      : []),
    ...entity.columns.flatMap(({ type }) => extensionOfType(type) ?? []),
    ...(entity.exclusions.length > 0 ? ["btree_gist"] : []),
  ];
}
