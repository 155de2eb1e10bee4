import type { Action } from "../../../change";
import { type Id, idOf, pathOf, type SchemaObject } from "../../../schema";
import { dependenciesOf } from "../../dependencies";
import type { Step } from "../../steps";
import type { Ground } from "../ground";
import type { Copy } from "./copy";
import type { Obstacle } from "./obstacle";

/**
 * What would be dropped and made again around the change and comes along in the swap instead. That is in
 * the way where it stands on something that has no copy.
 */
export function remadeWith(
  copies: readonly Copy[],
  steps: readonly Step[],
  { world }: Ground,
  unsettled: ReadonlySet<Id>,
): readonly Step[] | Obstacle {
  const copied = new Set(copies.map(({ from }) => idOf(from)));
  const remade = copies
    .flatMap(({ checks, foreignKeys, indexes, lateIndexes }) => [
      ...checks,
      ...foreignKeys,
      ...indexes,
      ...lateIndexes,
    ])
    .filter((object) => unsettled.has(idOf(object)));
  const bound = remade.find((object) =>
    [world.before, world.after].some((schema) =>
      dependenciesOf(schema.objects.get(idOf(object)) ?? object, schema).some(
        (id) => unsettled.has(id) && !copied.has(id),
      ),
    ),
  );
  if (bound !== undefined)
    return { obstacle: `${pathOf(bound)} stands on it, and on something else that changes as well` };
  return [...new Set(remade.flatMap((object) => stepsAbout(object, steps, ["drop", "create"])))];
}

export const stepsAbout = (object: SchemaObject, steps: readonly Step[], actions: readonly Action[]) =>
  steps.filter(
    ({ change }) => actions.includes(change.action) && idOf(change.to ?? change.from) === idOf(object),
  );
