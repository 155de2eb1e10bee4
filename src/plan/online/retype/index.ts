import type { Alter } from "../../../change";
import { type Id, idOf, pathOf } from "../../../schema";
import { usingOf } from "../../casts";
import type { Sql } from "../../renderer";
import type { Step } from "../../steps";
import { type Ground, tableSql } from "../ground";
import { type Copy, copyOf, type Retype } from "./copy";
import { makeFresh, relabellingsIn, takeName } from "./enums";
import { followersOf } from "./followers";
import { isObstacle, type Obstacle } from "./obstacle";
import { expand, fill } from "./prepare";
import { remadeWith } from "./remade";
import { rewrites } from "./rewrites";
import { swap } from "./swap";
import { viewsOver } from "./views";

/** Steps that became one. */
export interface Merged {
  readonly instead: readonly Step[];
  readonly step: Step;
}

/** What is copied together, and what is not copied, with the reason. */
export interface Retyped {
  readonly merged: Merged | null;
  readonly plainly: ReadonlyMap<Step, string>;
}

/**
 * All columns whose type changes so that every row is written anew, in one sequence: a second column that a trigger
 * keeps in step, the old rows in batches, indexes built beside, and one short swap. None where one of them cannot be
 * done so for the views that they may have in common.
 */
export function retypes(steps: readonly Step[], ground: Ground, unsettled: ReadonlySet<Id>): Retyped {
  const enums = relabellingsIn(steps, ground, unsettled);
  const altered = steps.flatMap((step) => {
    const { change } = step;
    if (change.action !== "alter" || change.kind !== "column" || !isRetyped(change)) return [];
    return [{ step, change, found: copyOf(change, ground, unsettled) }];
  });
  const relabellings = enums.flatMap(({ found }) => (isObstacle(found) ? [] : [found]));
  const copied = altered.flatMap(({ step, found }) =>
    found === null || isObstacle(found) ? [] : [{ step, copy: found }],
  );
  const others = altered.filter(({ found }) => found === null || isObstacle(found));
  const copies = agreed([...relabellings.flatMap((each) => each.copies), ...copied.map(({ copy }) => copy)]);
  const obstacles = [...enums, ...altered].flatMap(({ step, found }) =>
    found !== null && isObstacle(found) ? [[step, found.obstacle] as const] : [],
  );
  const inTheirWay = ({ obstacle }: Obstacle): Retyped => ({
    merged: null,
    plainly: new Map([...[...enums, ...copied].map(({ step }) => [step, obstacle] as const), ...obstacles]),
  });

  const columns = [...copies, ...others.map(({ change }) => change)].map(({ from }) => from);
  const views = viewsOver(columns, steps, ground, unsettled);
  if (isObstacle(views)) return inTheirWay(views);
  const remade = remadeWith(copies, steps, ground, unsettled);
  if (isObstacle(remade)) return inTheirWay(remade);
  // With a view in common, what is altered in place has to be so in the same moment.
  const together = views.drops.length > 0 ? others : [];
  const long = together.find(({ change, found }) => found !== null || !isBrief(change));
  if (long !== undefined)
    return inTheirWay({ obstacle: `a view reads it, and ${pathOf(long.change.to)}, which has no copy` });
  const besides = together.map(({ step }) => step);
  const instead = [
    ...relabellings.flatMap((each) => each.instead),
    ...copied.map(({ step }) => step),
    ...besides,
    ...remade,
    ...views.drops,
    ...views.creates,
  ];
  const [change, ...absorbed] = instead.flatMap((step) => [step.change, ...step.absorbed]);
  const plainly = new Map(obstacles);
  if (copies.length === 0 || change === undefined) return { merged: null, plainly };
  const followers = followersOf(copies, ground);
  const aside = {
    drop: views.drops.flatMap(textsOf),
    types: relabellings.flatMap(takeName),
    meanwhile: besides.flatMap(textsOf),
    create: views.creates.flatMap(textsOf),
  };
  const sql = [
    ...relabellings.flatMap((each) => makeFresh(each, ground)).map(beside),
    ...copies.flatMap((copy) => expand(copy, ground)).map(beside),
    ...copies.flatMap((copy) => fill(copy, followersFirstIn(copy), ground)).map(beside),
    ...swap(copies, followers, aside, ground),
  ];
  return { merged: { instead, step: { change, absorbed, sql } }, plainly };

  /** What stands on several copies is built when the last of them is filled. */
  function followersFirstIn(copy: Copy) {
    const last = copies.findLast(({ to }) => to.schema === copy.to.schema && to.table === copy.to.table);
    return last === copy ? followers.filter(({ table }) => table === tableSql(copy.to)) : [];
  }
}

const isRetyped = ({ aspects }: Extract<Alter, { kind: "column" }>) =>
  aspects.includes("type") || aspects.includes("collation");

/** An index over several copies is late where it is so for one of them. */
function agreed(copies: readonly Copy[]): Copy[] {
  const late = new Set(copies.flatMap(({ lateIndexes }) => lateIndexes.map(idOf)));
  return copies.map((copy) => {
    const all = [...copy.indexes, ...copy.lateIndexes];
    return {
      ...copy,
      indexes: all.filter((index) => !late.has(idOf(index))),
      lateIndexes: all.filter((index) => late.has(idOf(index))),
    };
  });
}

const beside = (statement: Sql): Sql => ({ ...statement, beside: true });
const textsOf = ({ sql }: Step) => sql.map(({ text }) => text);

/** Whether altering it in place writes and reads no rows. */
const isBrief = ({ from, to, aspects }: Retype) =>
  usingOf(from, to) === null &&
  !rewrites(from.type, to.type) &&
  aspects.every((aspect) => aspect !== "notNull");
