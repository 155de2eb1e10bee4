import { idOf, mapSchema, type Schema } from "../schema";
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
  described: Schema,
  made: ReadonlySet<string>,
  defaultSchema: string,
): Comparable {
  const current = scope(live, described, made);
  const complete = inheritUnsaid(current, locateExtensions(live, described, defaultSchema));
  const desired = mapSchema(complete, (object) => {
    const counterpart = current.objects.get(idOf(object));
    return counterpart === undefined ? object : adoptSpelling(object, counterpart);
  });
  return { current, desired };
}
