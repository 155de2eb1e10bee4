import {
  idOf,
  listOf,
  mapSchema,
  type Namespace,
  type SaidProperties,
  type Schema,
  type SchemaObject,
  schemaOf,
} from "../schema";
import { keepDrawn } from "./drawn";
import { adoptSpelling } from "./expressions";
import { locateExtensions } from "./extensions";
import { scope } from "./scope";
import { inheritUnsaid } from "./unsaid";

export { withBystanders } from "./bystanders";
export { type Doubt, findDoubts } from "./doubts";
export { adoptAt, expressionsOf } from "./expressions";
export { applyFilters } from "./filters";
export { scope } from "./scope";
export { unmanagedOf } from "./unmanaged";

/** Two schemas that say everything about the same things, in the same words where the words are surely equal. */
export interface Comparable {
  readonly current: Schema;
  readonly desired: Schema;
}

/**
 * Makes what the database is and what the entities say comparable: leaves out what is none of our business, and fills
 * in what the entities are silent about.
 *
 * @param made qualified names of the tables, views and indexes that the project's migrations created
 */
export function reconcile(
  live: Schema,
  described: { readonly schema: Schema; readonly said: SaidProperties },
  made: ReadonlySet<string>,
  defaultSchema: string,
): Comparable {
  const located = locateExtensions(live, described.schema, defaultSchema);
  const homes = listOf(located, "extension").flatMap(({ schema }) => schema ?? []);
  const asked = withNamespaces(located, [defaultSchema, ...homes], live);
  const within = scope(live, asked, made);
  // The default schema is there before any migration: it holds the record of what is applied. Another one stays when
  // the last of what is ours leaves it: others may live there.
  const standing = [defaultSchema, ...homesIn(within)];
  const ours = withNamespaces(within, standing, live);
  const whole = withNamespaces(asked, standing, live);
  const current = mapSchema(ours, (object) => asWanted(object, whole));
  const complete = inheritUnsaid(current, keepDrawn(current, whole), described.said);
  const desired = mapSchema(complete, (object) => {
    const counterpart = current.objects.get(idOf(object));
    return counterpart === undefined ? object : adoptSpelling(object, counterpart);
  });
  return { current, desired };
}

/** The schemas that it has, and those that something of it is in. */
const homesIn = ({ objects }: Schema) =>
  new Set(
    [...objects.values()].flatMap((object) => {
      if (object.kind === "namespace") return object.name;
      const parts = object.kind === "table" ? object.parts.map(({ schema }) => schema) : [];
      return "schema" in object && object.schema !== null ? [object.schema, ...parts] : [];
    }),
  );

/** With the namespaces of these names, as they are in the database if they are. */
function withNamespaces(schema: Schema, names: readonly string[], live: Schema): Schema {
  const missing = [...new Set(names)]
    .map((name): Namespace => ({ kind: "namespace", name, comment: null }))
    .filter((namespace) => !schema.objects.has(idOf(namespace)))
    .map((namespace) => live.objects.get(idOf(namespace)) ?? namespace);
  return missing.length === 0 ? schema : schemaOf([...missing, ...schema.objects.values()]);
}

/** Nothing of a built index says how it was built; an entity says how it likes it done. */
function asWanted(object: SchemaObject, desired: Schema): SchemaObject {
  if (object.kind !== "index") return object;
  const wanted = desired.objects.get(idOf(object));
  return wanted?.kind === "index" ? { ...object, concurrently: wanted.concurrently } : object;
}
