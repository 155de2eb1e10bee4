import { groupBy, type Id, idOf } from "../schema";
import type { Edge } from "./edges";
import type { Step } from "./steps";

export interface Graph {
  readonly steps: readonly Step[];
  readonly edges: readonly Edge[];
}

/**
 * Where each statement commits by itself, a view that steps aside would be missing for a moment: its going, what it
 * makes room for and its coming back become one step, which commits once. Null where there is no such view, or where
 * something in between takes long or refuses a transaction.
 */
export function withoutGaps({ steps, edges }: Graph, sort: (graph: Graph) => readonly Step[]): Graph | null {
  const [drops, creates] = [viewsIn(steps, "drop"), viewsIn(steps, "create")];
  const first = [...drops].flatMap(([id, step]) => (creates.has(id) ? [step] : []));
  const last = [...creates].flatMap(([id, step]) => (drops.has(id) ? [step] : []));
  const later = reachable(
    first,
    groupBy(edges, ({ before }) => before),
    ({ after }) => after,
  );
  const earlier = reachable(
    last,
    groupBy(edges, ({ after }) => after),
    ({ before }) => before,
  );
  // What lies between two of these is one of them, so that putting them together closes no circle.
  const within = new Set([...later].filter((step) => earlier.has(step)));
  if (within.size === 0 || ![...within].every(isBrief)) return null;
  const whole = joined(
    sort({
      steps: steps.filter((step) => within.has(step)),
      edges: edges.filter(({ before, after }) => within.has(before) && within.has(after)),
    }),
  );
  const placeOf = (step: Step) => (within.has(step) ? whole : step);
  return {
    steps: [...steps.filter((step) => !within.has(step)), whole],
    edges: edges
      .map((edge) => ({ ...edge, before: placeOf(edge.before), after: placeOf(edge.after) }))
      .filter(({ before, after }) => before !== after),
  };
}

function viewsIn(steps: readonly Step[], action: "drop" | "create"): ReadonlyMap<Id, Step> {
  return new Map(
    steps.flatMap((step) =>
      step.change.kind === "view" && step.change.action === action
        ? [[idOf(step.change.to ?? step.change.from), step] as const]
        : [],
    ),
  );
}

/** These steps and all that the edges lead to. */
function reachable(
  from: readonly Step[],
  edges: ReadonlyMap<Step, readonly Edge[]>,
  next: (edge: Edge) => Step,
): Set<Step> {
  const found = new Set<Step>();
  const queue = [...from];
  for (let step = queue.pop(); step !== undefined; step = queue.pop()) {
    if (found.has(step)) continue;
    found.add(step);
    queue.push(...(edges.get(step) ?? []).map(next));
  }
  return found;
}

/** A materialized view would be filled while all is locked. */
const isBrief = ({ change, sql }: Step) =>
  change.kind !== "materializedView" &&
  sql.every(({ transactional, afterCommit }) => transactional && !afterCommit);

function joined(steps: readonly Step[]): Step {
  const [change, ...absorbed] = steps.flatMap((step) => [step.change, ...step.absorbed]);
  if (change === undefined) throw new Error("nothing is joined");
  const text = steps.flatMap(({ sql }) => sql.map((statement) => statement.text)).join(";\n");
  const note = "The views are back when this is committed: nobody misses them.";
  return { change, absorbed, sql: [{ text, transactional: true, afterCommit: false, note }] };
}
