import type { Action } from "../../../change";
import { type Id, idOf, type SchemaObject } from "../../../schema";
import { dependenciesOf } from "../../dependencies";
import type { Step } from "../../steps";
import type { Ground } from "../ground";
import type { Copy } from "./copy";

/**
 * What would be dropped and made again around the change and comes along in the swap instead. Null where it stands on
 * something that has no copy: then it has to be out of the way.
 */
export function remadeWith(
  copies: readonly Copy[],
  steps: readonly Step[],
  { world }: Ground,
  unsettled: ReadonlySet<Id>,
): readonly Step[] | null {
  const copied = new Set(copies.map(({ from }) => idOf(from)));
  const remade = copies
    .flatMap(({ checks, foreignKeys, indexes, lateIndexes }) => [
      ...checks,
      ...foreignKeys,
      ...indexes,
      ...lateIndexes,
    ])
    .filter((object) => unsettled.has(idOf(object)));
  const isFree = remade.every((object) =>
    [world.before, world.after].every((schema) =>
      dependenciesOf(schema.objects.get(idOf(object)) ?? object, schema).every(
        (id) => !unsettled.has(id) || copied.has(id),
      ),
    ),
  );
  if (!isFree) return null;
  return [...new Set(remade.flatMap((object) => stepsAbout(object, steps, ["drop", "create"])))];
}

export const stepsAbout = (object: SchemaObject, steps: readonly Step[], actions: readonly Action[]) =>
  steps.filter(
    ({ change }) => actions.includes(change.action) && idOf(change.to ?? change.from) === idOf(object),
  );
