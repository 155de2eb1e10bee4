import type { Id } from "../../../schema";
import { usingOf } from "../../casts";
import type { Sql } from "../../renderer";
import type { Step } from "../../steps";
import type { Ground } from "../ground";
import { type Copy, copyOf, type Retype } from "./copy";
import { makeFresh, relabellingsIn, takeName } from "./enums";
import { followersOf } from "./followers";
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

/**
 * All columns whose type changes so that every row is written anew, in one sequence: a second column that a trigger
 * keeps in step, the old rows in batches, indexes built beside, and one short swap. Null where there is none, or where
 * one of them cannot be done so: they may have views in common.
 */
export function retypes(steps: readonly Step[], ground: Ground, unsettled: ReadonlySet<Id>): Merged | null {
  const relabellings = relabellingsIn(steps, ground, unsettled);
  const altered = steps.flatMap((step) => {
    const { change } = step;
    if (change.action !== "alter" || change.kind !== "column" || !change.aspects.includes("type")) return [];
    return [{ step, change, copy: copyOf(change, ground, unsettled) }];
  });
  const copied = altered.flatMap(({ step, copy }) => (copy === null ? [] : [{ step, copy }]));
  const others = altered.filter(({ copy }) => copy === null);
  const copies = [...relabellings.flatMap((each) => each.copies), ...copied.map(({ copy }) => copy)];
  const columns = [...copies, ...others.map(({ change }) => change)].map(({ from }) => from);
  const views = viewsOver(columns, steps, ground, unsettled);
  const remade = remadeWith(copies, steps, ground, unsettled);
  if (views === null || remade === null) return null;
  // With a view in common, what is altered in place has to be so in the same moment.
  const together = views.drops.length > 0 ? others : [];
  if (!together.every(({ change }) => isBrief(change))) return null;
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
  if (copies.length === 0 || change === undefined) return null;
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
  return { instead, step: { change, absorbed, sql } };

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
const textsOf = ({ sql }: Step) => sql.map(({ text }) => text);

/** Whether altering it in place writes and reads no rows. */
const isBrief = ({ from, to, aspects }: Retype) =>
  usingOf(from, to) === null &&
  !rewrites(from.type, to.type) &&
  aspects.every((aspect) => aspect !== "notNull");
