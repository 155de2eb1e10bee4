import { hashOf } from "./source";

interface Node {
  readonly hash: string;
  readonly reaches: readonly string[];
}

/** What the output of other files can depend on: see `CompiledFile`. */
export interface SourceNode extends Node {
  readonly shape: string;
  readonly looksInside: boolean;
}

/** A declaration file counts with all that it says. */
export function declarationNode(hash: string): SourceNode {
  return { hash, shape: hash, looksInside: false, reaches: [] };
}

/**
 * For every file a hash of all that its output may depend on, beside its own content: the shapes of the files that it
 * reaches, and all of those that a file of them looks inside of.
 */
export function dependencyHashes(graph: ReadonlyMap<string, SourceNode>): ReadonlyMap<string, string> {
  const whole = closureHashes(graph);
  const noticed = [...graph].map(([file, node]): [string, Node] => {
    const hash = node.looksInside ? (whole.get(file) ?? node.hash) : node.shape;
    return [file, { hash, reaches: node.reaches }];
  });
  return closureHashes(new Map(noticed));
}

/**
 * For every file a hash of its own content and of everything that it reaches. Files on one cycle of imports reach the
 * same files and share one hash (Tarjan's strongly connected components, so that large projects stay linear).
 */
function closureHashes(graph: ReadonlyMap<string, Node>): ReadonlyMap<string, string> {
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
