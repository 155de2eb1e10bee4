import type { Index } from "../schema";
import { identifier } from "./identifiers";
import type { EntityMetadata } from "./metadata";
import { type Described, type Reading, relationName } from "./source";
import { describeSqlIndexes } from "./sql-indexes";

/** The indexes of a table or a materialized view. Of two that are one, the one that says more comes first. */
export function describeIndexes(metadata: EntityMetadata, reading: Reading): Described[] {
  const plain = metadata.indices
    .filter(({ synchronize }) => synchronize)
    .map((index) => ({
      object: describeIndex(index, metadata, reading),
      place: reading.locate(metadata, index.columns),
    }));
  return [...describeSqlIndexes(metadata, reading), ...plain];
}

function describeIndex(
  index: EntityMetadata["indices"][number],
  metadata: EntityMetadata,
  reading: Reading,
): Index {
  const { schema, name } = relationName(metadata, reading);
  return {
    kind: "index",
    schema,
    table: name,
    name: identifier(index.name),
    method: index.isSpatial ? "gist" : (index.type?.toLowerCase() ?? "btree"),
    unique: index.isUnique,
    nullsNotDistinct: false,
    keys: index.columns.map((column) => ({
      column: identifier(column.databaseName),
      expression: null,
      collation: null,
      operatorClass: null,
      operatorClassParameters: null,
      descending: false,
      nullsFirst: false,
    })),
    include: [],
    where: index.where?.trim() || null,
    storage: [],
    valid: true,
    concurrently: index.isConcurrent ?? false,
    comment: null,
  };
}
