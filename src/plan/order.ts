import { type Change, subjectOf } from "../change";
import { groupBy, idOf, type ObjectKind } from "../schema";
import type { Edge } from "./edges";
import { Heap } from "./heap";
import type { Step } from "./steps";

/** The kinds in the order in which a reader expects to see them made. */
const making: { readonly [K in ObjectKind]: number } = {
  namespace: 0,
  extension: 1,
  enum: 2,
  sequence: 3,
  table: 4,
  column: 5,
  primaryKey: 6,
  unique: 7,
  check: 8,
  exclusion: 9,
  index: 10,
  foreignKey: 11,
  view: 12,
  materializedView: 13,
};

/**
 * Where a step would stand if nothing but reading mattered: what is in the way goes first, then the schema grows, and
 * what holds data goes last.
 */
function rankOf({ action, kind }: Change): number {
  const holdsData = kind === "column" || kind === "table" || making[kind] < making.table;
  switch (action) {
    case "drop":
      return holdsData ? 300 - making[kind] : 100 - making[kind];
    case "rename":
      return 120 + making[kind];
    case "create":
    case "alter":
      return 200 + making[kind];
  }
}

/**
 * Sorts the steps by their edges, and where those leave a choice by rank, then by name: the order in which a schema
 * lists its objects makes no difference.
 */
export function sortSteps(steps: readonly Step[], edges: readonly Edge[]): Step[] {
  const position = new Map(
    [...steps]
      .map((step) => ({ step, rank: rankOf(step.change), id: idOf(subjectOf(step.change)) }))
      .sort((a, b) => a.rank - b.rank || compare(a.id, b.id))
      .map(({ step }, place) => [step, place]),
  );
  const following = groupBy(edges, ({ before }) => before);
  const waiting = new Map(steps.map((step) => [step, 0]));
  for (const { after } of edges) waiting.set(after, (waiting.get(after) ?? 0) + 1);
  const ready = new Heap<Step>((step) => position.get(step) ?? 0);
  for (const step of steps) if (waiting.get(step) === 0) ready.push(step);
  const sorted: Step[] = [];
  for (let step = ready.pop(); step !== undefined; step = ready.pop()) {
    sorted.push(step);
    for (const { after } of following.get(step) ?? []) {
      const left = (waiting.get(after) ?? 0) - 1;
      waiting.set(after, left);
      if (left === 0) ready.push(after);
    }
  }
  if (sorted.length < steps.length) throw new Error(describeCycle(steps, edges, new Set(sorted)));
  return sorted;
}

/** By code unit, whatever the machine's language. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A cycle is a bug of an edge: the message shows the way round. */
function describeCycle(steps: readonly Step[], edges: readonly Edge[], done: ReadonlySet<Step>): string {
  const stuck = steps.filter((step) => !done.has(step));
  const incoming = groupBy(
    edges.filter(({ before }) => !done.has(before)),
    ({ after }) => after,
  );
  const path: Edge[] = [];
  const seen = new Set<Step>();
  for (let step = stuck[0]; step !== undefined && !seen.has(step); step = path.at(-1)?.before) {
    seen.add(step);
    const edge = incoming.get(step)?.[0];
    if (edge === undefined) break;
    path.push(edge);
  }
  const lines = path
    .reverse()
    .map(({ before, after, reason }) => `  ${nameOf(before)} before ${nameOf(after)}: ${reason}`);
  return `the order of these statements is circular:\n${lines.join("\n")}`;
}

const nameOf = ({ change }: Step) => `${change.action} ${idOf(subjectOf(change))}`;
