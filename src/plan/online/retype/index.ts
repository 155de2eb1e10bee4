import { type Column, type Id, idOf, type SchemaObject } from "../../../schema";
import { usingOf } from "../../casts";
import { dependenciesOf } from "../../dependencies";
import type { Sql } from "../../renderer";
import type { Step } from "../../steps";
import type { Ground } from "../ground";
import { type Copy, copyOf, type Retype } from "./copy";
import { followersOf } from "./followers";
import { expand, fill } from "./prepare";
import { rewrites } from "./rewrites";
import { swap } from "./swap";

/** Steps that became one. */
export interface Merged {
  readonly instead: readonly Step[];
  readonly step: Step;
}

/**
 * All columns whose type changes so that every row is written anew, in one sequence: a second column that a trigger
 * keeps in step, the old rows in batches, indexes built beside, and one short swap. Null where there is none, or where
 * one of them cannot be done so: they may have views in common.
 */
export function retypes(steps: readonly Step[], ground: Ground, unsettled: ReadonlySet<Id>): Merged | null {
  const found = steps.flatMap((step) => {
    const { change } = step;
    if (change.action !== "alter" || change.kind !== "column" || !change.aspects.includes("type")) return [];
    return [{ step, change, copy: copyOf(change, ground, unsettled) }];
  });
  const copied = found.flatMap(({ step, copy }) => (copy === null ? [] : [{ step, copy }]));
  const [first] = copied;
  if (first === undefined) return null;
  const copies = copied.map(({ copy }) => copy);
  const others = found.filter(({ copy }) => copy === null);
  const views = viewsOver(
    found.map(({ change }) => change.from),
    steps,
    ground,
    unsettled,
  );
  // With a view in common, what is altered in place has to be so in the same moment.
  const together = views === null || views.drops.length > 0 ? others : [];
  if (views === null || !together.every(({ change }) => isBrief(change))) return null;
  const followers = followersOf(copies, ground);
  const besides = together.map(({ step }) => step);
  const instead = [...copied.map(({ step }) => step), ...besides, ...views.drops, ...views.creates];
  const changes = instead.flatMap(({ change, absorbed }) => [change, ...absorbed]);
  const aside = {
    drop: views.drops.flatMap(textsOf),
    meanwhile: besides.flatMap(textsOf),
    create: views.creates.flatMap(textsOf),
  };
  return {
    instead,
    step: {
      change: first.step.change,
      absorbed: changes.filter((change) => change !== first.step.change),
      sql: [
        ...copies.flatMap((copy) => expand(copy, ground)).map(beside),
        ...copies.flatMap((copy) => fill(copy, followersFirstIn(copy), ground)).map(beside),
        ...swap(copies, followers, aside, ground),
      ],
    },
  };

  /** What stands on several copies is built when the last of them is filled. */
  function followersFirstIn(copy: Copy) {
    const last = copies.findLast(({ to }) => to.schema === copy.to.schema && to.table === copy.to.table);
    const { schema, table } = copy.to;
    return last === copy
      ? followers.filter(({ built }) => built.schema === schema && built.table === table)
      : [];
  }
}

const beside = (statement: Sql): Sql => ({ ...statement, beside: true });
const isView = ({ kind }: SchemaObject) => kind === "view" || kind === "materializedView";
const textsOf = ({ sql }: Step) => sql.map(({ text }) => text);

/** Whether altering it in place writes and reads no rows. */
const isBrief = ({ from, to, aspects }: Retype) =>
  usingOf(from, to) === null &&
  !rewrites(from.type, to.type) &&
  aspects.every((aspect) => aspect !== "notNull");

interface Views {
  readonly drops: readonly Step[];
  readonly creates: readonly Step[];
}

/** The views over the columns, directly or not, in the order of going and of coming; null where something binds them. */
function viewsOver(
  columns: readonly Column[],
  steps: readonly Step[],
  { world }: Ground,
  unsettled: ReadonlySet<Id>,
): Views | null {
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
  // A materialized view would be filled while all tables are locked.
  if (inOrder.some(({ kind }) => kind === "materializedView")) return null;
  const binding = inOrder.some((view) =>
    [...dependenciesOf(view, world.before), ...dependenciesOf(view, world.after)].some(
      (id) => unsettled.has(id) && !over.has(id),
    ),
  );
  if (binding) return null;
  const stepOf = (action: "drop" | "create", view: SchemaObject) =>
    steps.find(({ change }) => change.action === action && idOf(change.to ?? change.from) === idOf(view));
  const sorted = sortedByNeed(inOrder, world.before);
  return {
    drops: sorted.toReversed().flatMap((view) => stepOf("drop", view) ?? []),
    creates: sortedByNeed(inOrder, world.after).flatMap((view) => stepOf("create", view) ?? []),
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
