import type { Extension } from "../schema";
import type { EntityMetadata } from "./metadata";
import { heardBy } from "./sayings";
import type { Described, Reading } from "./source";
import { extensionOfType } from "./types";

/** What `@Extension` asks for, and what TypeORM would install on connecting. */
export function describeExtensions(reading: Reading): Described[] {
  const asked = reading.dataSource.entityMetadatas.flatMap(askedBy);
  // Who says where it is installed is heard before those who only want it.
  const placed = asked.filter(({ said }) => said.length > 0);
  const names = new Set(placed.map(({ object }) => object.name));
  const anywhere = [...asked, ...installedByTypeOrm(reading)].filter(({ object }) => !names.has(object.name));
  return [...placed, ...anywhere];
}

function askedBy(entity: EntityMetadata) {
  return heardBy("extension", entity).map(({ saying, place }) => {
    const { schema = null } = saying.options;
    const object: Extension = { kind: "extension", name: saying.name, schema };
    return { object, place, said: schema === null ? [] : ["schema"] };
  });
}

/** What the entities imply, and what the data source lists. */
function installedByTypeOrm({ dataSource, locate, project }: Reading) {
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
