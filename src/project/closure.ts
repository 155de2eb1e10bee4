import { hashOf } from "./source";

export interface Node {
  readonly hash: string;
  readonly reaches: readonly string[];
}

/**
 * For every file a hash of its own content and of everything that it reaches. Files on one cycle of imports reach the
 * same files and share one hash (Tarjan's strongly connected components, so that large projects stay linear).
 */
export function closureHashes(graph: ReadonlyMap<string, Node>): ReadonlyMap<string, string> {
  const closures = new Map<string, string>();
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];

  const visit = (file: string): number => {
    const index = order.size;
    order.set(file, index);
    lowest.set(file, index);
    stack.push(file);
    let low = index;
    for (const reached of graph.get(file)?.reaches ?? []) {
      if (closures.has(reached)) continue;
      low = Math.min(low, order.has(reached) ? (lowest.get(reached) ?? index) : visit(reached));
    }
    lowest.set(file, low);
    if (low === index) close(stack.splice(stack.indexOf(file)));
    return low;
  };

  const close = (cycle: readonly string[]): void => {
    const inside = new Set(cycle);
    const own = cycle.map((file) => `${file} ${graph.get(file)?.hash}`);
    const reached = cycle.flatMap((file) => graph.get(file)?.reaches ?? []);
    const outside = reached.filter((file) => !inside.has(file)).map((file) => closures.get(file));
    const hash = hashOf([...own.sort(), ...new Set(outside.sort())].join("\n"));
    for (const file of cycle) closures.set(file, hash);
  };

  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return closures;
}
