import ansis from "ansis";
import type { MigrationRef, StampResult } from "../apply";
import { count, refJson } from "./references";

export function stampText({ marked, accepted, struck, done }: StampResult): string {
  const would = done ? "" : "would be ";
  const lines = [
    ...marked.map(({ name }) => `${ansis.green("+")} ${name} ${ansis.dim(`${would}marked as applied`)}`),
    ...accepted.map(
      ({ name }) => `${ansis.yellow("~")} ${name} ${ansis.dim(`${would}accepted as it is now`)}`,
    ),
    ...struck.map(
      ({ name }) => `${ansis.red("-")} ${name} ${ansis.dim(`${would}no longer marked as applied`)}`,
    ),
  ];
  if (lines.length === 0) return "The record says so already: nothing to mark.";
  return done
    ? [...lines, `${count(lines.length, "migration")} changed in the record; none was run.`].join("\n")
    : lines.join("\n");
}

export function stampJson({ marked, accepted, struck, done }: StampResult, root: string) {
  const refs = (list: readonly MigrationRef[]) => list.map((ref) => refJson(ref, root));
  return { done, marked: refs(marked), accepted: refs(accepted), struck: refs(struck) };
}
