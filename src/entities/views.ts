import { type MaterializedView, qualify, type View } from "../schema";
import { describeIndexes } from "./indexes";
import { Inexpressible } from "./inexpressible";
import { type DataSource, type EntityMetadata, viewMetadatas } from "./metadata";
import { at } from "./problems";
import { type RelationName, relationsIn } from "./reads";
import { type Described, type Reading, relationName } from "./source";

export function describeViews(reading: Reading): Described[] {
  const known = reading.dataSource.entityMetadatas.map((metadata) => relationName(metadata, reading));
  return viewMetadatas(reading.dataSource).flatMap((metadata) => {
    const place = reading.locate(metadata);
    const view = at(place, reading.findOrigin, () => describeView(metadata, known, reading));
    return [
      { object: view, place },
      ...(view.kind === "materializedView" ? describeIndexes(metadata, reading) : []),
    ];
  });
}

function describeView(
  metadata: EntityMetadata,
  known: readonly RelationName[],
  reading: Reading,
): View | MaterializedView {
  const query = queryOf(metadata, reading.dataSource);
  const itself = relationName(metadata, reading);
  const reads = new Map(
    [...dependencies(metadata, reading), ...relationsIn(query, known, reading.defaultSchema)].map(
      (relation) => [qualify(relation.schema, relation.name), relation],
    ),
  );
  reads.delete(qualify(itself.schema, itself.name));
  const view = {
    ...itself,
    query,
    options: [],
    comment: null,
    reads: [...reads.values()].map((relation) => ({ ...relation, columns: null, key: null })),
    columns: null,
    grants: [],
    owner: null,
    notes: [],
  };
  return metadata.tableMetadataArgs.materialized
    ? { kind: "materializedView", ...view, populated: true }
    : { kind: "view", ...view };
}

/** The relations that `dependsOn` lists. */
function dependencies({ dependsOn }: EntityMetadata, reading: Reading): RelationName[] {
  return reading.dataSource.entityMetadatas
    .filter(({ target, name }) => dependsOn?.has(target) || dependsOn?.has(name))
    .map((metadata) => relationName(metadata, reading));
}

function queryOf({ expression }: EntityMetadata, dataSource: DataSource): string {
  if (!expression)
    throw new Inexpressible(
      "the view has no query",
      `Give it an "expression": SQL, or a function that builds it.`,
    );
  const query = typeof expression === "string" ? expression : expression(dataSource).getQuery();
  return query.trim().replace(/[;\s]+$/, "");
}
