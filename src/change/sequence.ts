import { pathText, type Renaming } from "./renaming";

/**
 * Puts each renaming after the one that frees its new name; where they go round in a circle, through a temporary one.
 * What is in a table keeps its place before or after the table's own renaming, whose name it goes by.
 */
export function inSequence(renamings: readonly Renaming[]): Renaming[] {
  const runs: Renaming[][] = [];
  for (const renaming of renamings) {
    const last = runs.at(-1);
    if (last?.[0] !== undefined && isInner(last[0]) === isInner(renaming)) last.push(renaming);
    else runs.push([renaming]);
  }
  return runs.flatMap(sequenceOf);
}

const isInner = ({ kind }: Renaming) => kind === "column" || kind === "enumValue";

/** Those whose names go round in a circle, and so are all there before and after. */
export function inCircles(renamings: readonly Renaming[]): Renaming[] {
  const successor = new Map(renamings.map((renaming) => [keyOf(renaming, "from"), renaming]));
  return renamings.filter((renaming) => {
    const passed = new Set<Renaming>();
    let next = successor.get(keyOf(renaming, "to"));
    while (next !== undefined && next !== renaming && !passed.has(next)) {
      passed.add(next);
      next = successor.get(keyOf(next, "to"));
    }
    return next === renaming;
  });
}

function sequenceOf(renamings: readonly Renaming[]): Renaming[] {
  const waiting = [...renamings];
  const sequence: Renaming[] = [];
  while (waiting.length > 0) {
    const free = waiting.findIndex((renaming) => !waiting.some((other) => isOccupied(renaming, other)));
    const next = waiting.splice(Math.max(0, free), 1)[0];
    if (next === undefined) break;
    if (free >= 0) sequence.push(next);
    else {
      sequence.push(aside(next));
      waiting.push(back(next));
    }
  }
  return sequence;
}

/** Whether `other` still holds the name that the renaming wants. */
function isOccupied(renaming: Renaming, other: Renaming): boolean {
  return other !== renaming && keyOf(renaming, "to") === keyOf(other, "from");
}

function keyOf(renaming: Renaming, side: "from" | "to"): string {
  switch (renaming.kind) {
    case "namespace":
      return `namespace ${renaming[side]}`;
    case "column":
      return `column ${pathText(renaming.table)} ${renaming[side]}`;
    case "enumValue":
      return `label ${pathText(renaming.enum)} ${renaming[side]}`;
    case "enum":
      return `type ${pathText(renaming[side])}`;
    default:
      return `relation ${pathText(renaming[side])}`;
  }
}

/** Short enough, whatever PostgreSQL would cut. */
const temporary = (name: string) => `${[...name].slice(0, 12).join("")}_renaming`;

function aside(renaming: Renaming): Renaming {
  return typeof renaming.from === "string"
    ? ({ ...renaming, to: temporary(renaming.from) } as Renaming)
    : ({ ...renaming, to: { ...renaming.from, name: temporary(renaming.from.name) } } as Renaming);
}

function back(renaming: Renaming): Renaming {
  return typeof renaming.from === "string"
    ? ({ ...renaming, from: temporary(renaming.from) } as Renaming)
    : ({ ...renaming, from: { ...renaming.from, name: temporary(renaming.from.name) } } as Renaming);
}
