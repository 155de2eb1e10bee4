import { idOf, mapSchema, type Namespace, type Said, type Schema, schemaOf } from "../schema";
import { adoptSpelling } from "./expressions";
import { locateExtensions } from "./extensions";
import { scope } from "./scope";
import { inheritUnsaid } from "./unsaid";

export { type Doubt, findDoubts } from "./doubts";
export { adoptAt, expressionsOf } from "./expressions";

/** Two schemas that say everything about the same things, in the same words where the words are surely equal. */
export interface Comparable {
  readonly current: Schema;
  readonly desired: Schema;
}

/**
 * Makes what the database is and what the entities say comparable: leaves out what is none of our business, and fills
 * in what the entities are silent about.
 *
 * @param made qualified names of the tables and views that the project's migrations created
 */
export function reconcile(
  live: Schema,
  described: { readonly schema: Schema; readonly said: Said },
  made: ReadonlySet<string>,
  defaultSchema: string,
): Comparable {
  const current = withNamespace(scope(live, described.schema, made), defaultSchema);
  const located = locateExtensions(live, described.schema, defaultSchema);
  const complete = inheritUnsaid(current, located, described.said);
  const desired = mapSchema(complete, (object) => {
    const counterpart = current.objects.get(idOf(object));
    return counterpart === undefined ? object : adoptSpelling(object, counterpart);
  });
  return { current, desired };
}

/** The default schema is there before any migration: it holds the record of what is applied. */
function withNamespace(schema: Schema, name: string): Schema {
  const namespace: Namespace = { kind: "namespace", name, comment: null };
  return schema.objects.has(idOf(namespace)) ? schema : schemaOf([namespace, ...schema.objects.values()]);
}
