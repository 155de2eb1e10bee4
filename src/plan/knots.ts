import { type Change, type Rename, renameOf } from "../change";
import { slotsOf } from "../schema";

interface Untied {
  /** What comes before all else. */
  readonly aside: readonly Rename[];
  readonly changes: readonly Change[];
}

/**
 * Constraints and indexes that pass their names round in a circle, as those of two tables that swap theirs: one of each
 * circle steps aside first, under a name that nobody wants.
 */
export function untied(changes: readonly Change[]): Untied {
  const renames = changes.filter((change): change is Rename => change.action === "rename");
  const holders = new Map(renames.flatMap((change) => slotsOf(change.from).map((slot) => [slot, change])));
  const holderOf = (change: Rename) =>
    slotsOf(change.to)
      .map((slot) => holders.get(slot))
      .find((holder) => holder !== undefined && holder !== change);
  const first = new Set(renames.flatMap((change) => firstOfCircle(change, holderOf) ?? []));
  const parts = new Map([...first].map((change, index) => [change as Change, inTwo(change, index)]));
  return {
    aside: [...parts.values()].map(([aside]) => aside),
    changes: changes.map((change) => parts.get(change)?.[1] ?? change),
  };
}

/** Always the same one of the circle, wherever one begins; null where there is none. */
function firstOfCircle(start: Rename, holderOf: (change: Rename) => Rename | undefined): Rename | null {
  const path = new Set<Rename>();
  let next: Rename | undefined = start;
  while (next !== undefined && !path.has(next)) {
    path.add(next);
    next = holderOf(next);
  }
  const byName = [...path].toSorted((a, b) => (a.from.name < b.from.name ? -1 : 1));
  return next === start ? (byName[0] ?? null) : null;
}

function inTwo(change: Rename, index: number): [Rename, Rename] {
  const between = {
    ...change.from,
    name: `${[...change.from.name].slice(0, 12).join("")}_renaming_${index}`,
  };
  return [renameOf(change.from, between), renameOf(between, change.to)];
}
