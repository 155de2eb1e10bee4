import type { AppliedRef } from "../apply";
import { columns, pathFrom, refJson } from "./references";

/** What is applied, in the order in which it was. */
export function historyText(applied: readonly AppliedRef[], root: string, range?: string): string {
  if (applied.length === 0) return `Nothing${range === undefined ? "" : ` of ${range}`} is applied.`;
  return columns(
    applied.map(({ name, file, missing, position }) => [
      `${String(position).padStart(String(applied.at(-1)?.position).length)}  ${name}`,
      missing ? "no file of the project has it" : file === null ? "" : pathFrom(root, file),
    ]),
  ).join("\n");
}

export function historyJson(database: string, applied: readonly AppliedRef[], root: string) {
  return {
    database,
    applied: applied.map((ref) => ({ ...refJson(ref, root), position: ref.position, missing: ref.missing })),
  };
}
