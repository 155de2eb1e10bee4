import ansis from "ansis";
import type { DriftItem } from "../drift";
import type { DriftFound } from "../workflows/drift";
import { count } from "./references";

const colours = { "+": ansis.green, "-": ansis.red, "~": ansis.yellow, ">": ansis.cyan } as const;
const words = { "+": "added", "-": "taken away", "~": "changed", ">": "renamed" } as const;

export function driftText({ database, items }: DriftFound): string {
  if (items.length === 0) return `No drift: ${database} is what its migrations lead to.`;
  return [
    `${count(items.length, "object")} of ${database} ${items.length === 1 ? "is" : "are"} not what the migrations lead to (+ added, - taken away, ~ changed), with what undoes it:`,
    ...items.flatMap((item) => ["", ...itemLines(item)]),
    "",
    "Run the statements, or make it a migration: change the entities and run `schema generate`.",
  ].join("\n");
}

function itemLines({ sign, text, repair }: DriftItem): string[] {
  const statements = repair.flatMap((sql) => `${sql};`.split("\n").map((line) => `    ${line}`));
  return [`  ${colours[sign](`${sign} ${text}`)}`, ...statements.map((line) => ansis.dim(line))];
}

export function driftJson({ database, items, repair }: DriftFound) {
  return {
    database,
    drifted: items.length > 0,
    objects: items.map(({ sign, object, text, repair }) => ({ object, what: words[sign], text, repair })),
    repair,
  };
}
