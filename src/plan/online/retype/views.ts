import { type Column, type Id, idOf, isView, pathOf, type SchemaObject } from "../../../schema";
import { dependenciesOf } from "../../dependencies";
import type { Step } from "../../steps";
import type { Ground } from "../ground";
import type { Obstacle } from "./obstacle";
import { stepsAbout } from "./remade";

export interface Views {
  readonly drops: readonly Step[];
  readonly creates: readonly Step[];
}

/** The views over the columns, directly or not, in the order of going and of coming, or what binds them. */
export function viewsOver(
  columns: readonly Column[],
  steps: readonly Step[],
  { world }: Ground,
  unsettled: ReadonlySet<Id>,
): Views | Obstacle {
  const remade = steps.flatMap(({ change }) =>
    change.action === "drop" && isView(change.from) && unsettled.has(idOf(change.from)) ? [change.from] : [],
  );
  const over = new Set<Id>(columns.map(idOf));
  const inOrder: SchemaObject[] = [];
  for (let grown = true; grown; ) {
    const next = remade.filter(
      (view) => !over.has(idOf(view)) && dependenciesOf(view, world.before).some((id) => over.has(id)),
    );
    grown = next.length > 0;
    for (const view of next) over.add(idOf(view));
    inOrder.push(...next);
  }
  const filled = inOrder.find(({ kind }) => kind === "materializedView");
  if (filled !== undefined)
    return {
      obstacle: `the materialized view ${pathOf(filled)} reads it, and is filled again while everybody waits`,
    };
  const bound = inOrder.find((view) =>
    [...dependenciesOf(view, world.before), ...dependenciesOf(view, world.after)].some(
      (id) => unsettled.has(id) && !over.has(id),
    ),
  );
  if (bound !== undefined)
    return { obstacle: `the view ${pathOf(bound)} reads it, and something else that changes as well` };
  const sorted = sortedByNeed(inOrder, world.before);
  return {
    drops: sorted.toReversed().flatMap((view) => stepsAbout(view, steps, ["drop"])),
    creates: sortedByNeed(inOrder, world.after).flatMap((view) => stepsAbout(view, steps, ["create"])),
  };
}

/** Each after all that it reads. */
function sortedByNeed(views: readonly SchemaObject[], schema: Parameters<typeof dependenciesOf>[1]) {
  const sorted: SchemaObject[] = [];
  const add = (view: SchemaObject) => {
    if (sorted.includes(view)) return;
    const needed = new Set(dependenciesOf(view, schema));
    for (const other of views) if (needed.has(idOf(other))) add(other);
    sorted.push(view);
  };
  for (const view of views) add(view);
  return sorted;
}
