import type { Configuration } from "../config/configuration";
import type { EntityTarget } from "../project";
import { idOf, schemaOf } from "../schema";
import { describeAnswers } from "./answers";
import { describeCache } from "./cache";
import { collect } from "./collect";
import type { Desired, Origins } from "./desired";
import { describeExtensions } from "./extensions";
import { leftToPeople } from "./left";
import { loadEntities } from "./load";
import { buildMetadata } from "./metadata";
import { describeNamespaces } from "./namespaces";
import { originFinder } from "./origins";
import { locator } from "./place";
import { explainRefusal } from "./refusals";
import type { Described, Reading } from "./source";
import { describeTables } from "./tables";
import { describeViews } from "./views";

export type { Desired, Origins } from "./desired";

/** Reads the project's entities, without a database, as the schema that TypeORM would make of them. */
export async function readEntities(configuration: Configuration): Promise<Desired> {
  return describeEntities(configuration, await loadEntities(configuration.project));
}

/** The schema that TypeORM would make of these entities in an empty database. */
export async function describeEntities(
  { project, defaultSchema }: Pick<Configuration, "project" | "defaultSchema">,
  targets: readonly EntityTarget[],
): Promise<Desired> {
  const findOrigin = originFinder(project, targets);
  const dataSource = await explainRefusal(targets, findOrigin, () =>
    buildMetadata(project, targets, defaultSchema),
  );
  const reading: Reading = { project, dataSource, defaultSchema, locate: locator(dataSource), findOrigin };
  const relations = [...describeTables(reading), ...describeCache(reading), ...describeViews(reading)];
  const extensions = describeExtensions(reading);
  const all = [...describeNamespaces([...relations, ...extensions]), ...extensions, ...relations];
  const described = collect(all, findOrigin);
  const schema = schemaOf(described.map(({ object }) => object));
  return {
    schema,
    origins: originsOf(described, reading),
    answers: describeAnswers(reading),
    left: leftToPeople(schema, reading),
    said: new Map(
      described.flatMap(({ object, said = [] }) => (said.length === 0 ? [] : [[idOf(object), said]])),
    ),
  };
}

function originsOf(described: readonly Described[], { findOrigin }: Reading): Origins {
  const places = new Map(described.map(({ object, place }) => [idOf(object), place]));
  return {
    get(id) {
      const place = places.get(id);
      return (place && findOrigin(place)) ?? undefined;
    },
  };
}
