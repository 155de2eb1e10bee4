import ansis from "ansis";
import { type ExitStatus, exitStatus } from "../errors";
import type { Checked } from "../workflows/check";
import { changeLines, changesJson, lossLines } from "./changes";
import { count } from "./references";

export function checkedText({ problems, difference }: Checked): string {
  return [
    ...problems.flatMap(({ message, hint }) => [ansis.red(`✘ ${message}`), `  ${hint}`]),
    ...(difference === null
      ? ["The migrations cannot be compared with the entities before their order is certain."]
      : differenceLines(difference)),
  ].join("\n");
}

function differenceLines(difference: NonNullable<Checked["difference"]>): string[] {
  if (difference.changes.length === 0) return ["The migrations make what the entities say."];
  const lines = changeLines(difference);
  return [
    `The entities ask for ${count(lines.length, "change")} that no migration makes:`,
    ...lines,
    ...lossLines(difference),
    "Run `schema generate` to write the migration.",
  ];
}

export function checkedJson({ problems, difference }: Checked) {
  return {
    sound: problems.length === 0,
    problems: problems.map(({ code, message, hint }) => ({ code, message, hint })),
    different: difference === null ? null : difference.changes.length > 0,
    ...(difference === null ? {} : changesJson(difference)),
  };
}

export function checkedExit({ problems, difference }: Checked): ExitStatus {
  if (problems.length > 0) return exitStatus.refused;
  return difference !== null && difference.changes.length > 0 ? exitStatus.pending : exitStatus.done;
}
