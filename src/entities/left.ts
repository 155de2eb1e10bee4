import { type Id, makeId, relationIds, type Schema } from "../schema";
import { identifier } from "./identifiers";
import { type Reading, relationName } from "./source";

/**
 * What the entities leave to people: the tables, views and indexes of `synchronize: false`. An entity may describe a
 * table for which another one stands back.
 */
export function leftToPeople({ objects }: Schema, reading: Reading): ReadonlySet<Id> {
  const left = reading.dataSource.entityMetadatas.flatMap((metadata): Id[] => {
    const { schema, name } = relationName(metadata, reading);
    const indexes = metadata.indices
      .filter(({ synchronize }) => !synchronize)
      .map((index) => makeId("index", schema, identifier(index.name)));
    if (metadata.synchronize || metadata.tableType === "entity-child") return indexes;
    const relations = relationIds(schema, name);
    return relations.some((id) => objects.has(id)) ? indexes : [...relations, ...indexes];
  });
  return new Set(left.filter((id) => !objects.has(id)));
}
