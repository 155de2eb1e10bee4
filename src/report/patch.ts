import ansis from "ansis";
import { structuredPatch } from "diff";
import type { Schema } from "../schema";
import { definitionsOf, inOrderOf } from "./definitions";

/** How one schema becomes another, as a unified diff of what differs: a table, a type or a view at a time. */
export function schemaPatch(from: Schema, to: Schema): string[] {
  const before = new Map(definitionsOf(from).map(({ title, sql }) => [title, sql]));
  const after = new Map(definitionsOf(inOrderOf(from, to)).map(({ title, sql }) => [title, sql]));
  // What goes away keeps its place before what is new.
  const titles = new Set([...before.keys(), ...after.keys()]);
  return [...titles].flatMap((title) => onePatch(title, before.get(title) ?? "", after.get(title) ?? ""));
}

function onePatch(title: string, before: string, after: string): string[] {
  if (before === after) return [];
  const { hunks } = structuredPatch("", "", before, after, "", "", { context: 3 });
  return [
    ansis.bold(before === "" ? "--- nothing" : `--- database: ${title}`),
    ansis.bold(after === "" ? "+++ nothing" : `+++ entities: ${title}`),
    ...hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
      ansis.cyan(`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`),
      ...lines.map(coloured),
    ]),
    "",
  ];
}

function coloured(line: string): string {
  if (line.startsWith("+")) return ansis.green(line);
  return line.startsWith("-") ? ansis.red(line) : line;
}

/** Of nothing, the line before it is named. */
const range = (start: number, lines: number) => `${lines === 0 ? start - 1 : start},${lines}`;
