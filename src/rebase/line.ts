import { replay } from "../apply";
import { readCatalog } from "../catalog";
import { noAnswers } from "../change";
import { type OpenScratch, readSources, type Sources } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import { SchemaError } from "../errors";
import { schemaWayOf } from "../fingerprint";
import type { Migration } from "../migrations";
import { compare } from "../pipeline";
import type { Session } from "../postgres";
import type { Schema } from "../schema";
import { restated, writtenAgain } from "./again";
import type { Filed } from "./choose";

/** Where migrations lead, in a scratch database. */
export interface LinePlace {
  readonly session: Session;
  readonly migrations: readonly Migration[];
  readonly schema: Schema;
}

/** Where the next migration shall lead. */
export type Goal =
  | { readonly kind: "entities" }
  | { readonly kind: "schema"; readonly schema: Schema }
  /** Wherever it does. */
  | { readonly kind: "unknown" };

export async function placeAfter(
  configuration: Configuration,
  migrations: readonly Migration[],
  open: OpenScratch,
): Promise<LinePlace> {
  const { session } = await open();
  await replay(configuration, session, migrations);
  return { session, migrations, schema: await readCatalog(session) };
}

/** The schema before all of `migrations`, and after each of them. */
export async function placesAlong(
  configuration: Configuration,
  base: readonly Migration[],
  migrations: readonly Migration[],
  open: OpenScratch,
): Promise<readonly Schema[]> {
  const { session, schema } = await placeAfter(configuration, base, open);
  const schemas = [schema];
  for (const migration of migrations) {
    await replay(configuration, session, [migration]);
    schemas.push(await readCatalog(session));
  }
  return schemas;
}

export interface LineStep {
  readonly place: LinePlace;
  /** As it is now. */
  readonly migration: Filed;
  /** Whether it was written again. */
  readonly again: boolean;
}

/** Takes one migration more: as it is where it leads to the goal, else written again. */
export async function step(
  configuration: Configuration,
  place: LinePlace,
  migration: Filed,
  goal: Goal,
  open: OpenScratch,
): Promise<LineStep> {
  const led = await reached(configuration, place, migration, goal, open);
  if (led === null) {
    const sources = await sourcesFor(configuration, place, goal, open);
    const made = await writtenAgain(configuration, migration, sources, open);
    const after = await placeAfter(configuration, [...place.migrations, made], open);
    return { place: after, migration: made, again: true };
  }
  const way = schemaWayOf(place.schema, led, place.migrations, migration, configuration.defaultSchema);
  const stated = await restated(migration, way);
  const migrations = [...place.migrations, stated];
  return { place: { ...place, migrations, schema: led }, migration: stated, again: false };
}

/** The schema that it leads to; null where that is not the goal. */
async function reached(
  configuration: Configuration,
  { session, migrations }: LinePlace,
  migration: Filed,
  goal: Goal,
  open: OpenScratch,
): Promise<Schema | null> {
  try {
    await replay(configuration, session, [migration]);
  } catch (error) {
    if (goal.kind === "unknown" || !(error instanceof SchemaError)) throw error;
    return null;
  }
  const schema = await readCatalog(session);
  if (goal.kind === "unknown") return schema;
  if (goal.kind === "schema") return diff(schema, goal.schema).length === 0 ? schema : null;
  const sources = await readSources(configuration, { from: "migrations" }, open, [...migrations, migration]);
  const { changes } = await compare(configuration, sources, noAnswers, open);
  return changes.length === 0 ? schema : null;
}

async function sourcesFor(
  configuration: Configuration,
  { migrations }: LinePlace,
  goal: Goal,
  open: OpenScratch,
): Promise<Sources> {
  const sources = await readSources(configuration, { from: "migrations" }, open, migrations);
  if (goal.kind !== "schema") return sources;
  const described = { ...sources.described, schema: goal.schema, said: new Map(), answers: noAnswers };
  return { ...sources, described };
}
