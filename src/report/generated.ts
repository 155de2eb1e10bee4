import ansis from "ansis";
import { type ExitStatus, exitStatus } from "../errors";
import type { Generated } from "../pipeline";
import type { EmptyMigration } from "../workflows/empty";
import type { Ready } from "../writing/generated";
import { changeLines, changesJson, lossLines, stopLines } from "./changes";
import { questionsJson, questionsText, refusalJson, refusalText, spentLines, unusedJson } from "./decisions";
import { costsJson, fatesJson, hazardLines, hazardsJson } from "./hazards";
import { count, pathFrom } from "./references";

const nothing = "Nothing to generate: the database is what the entities say.";

export function generatedText(result: Generated, directory: string, command: string): string {
  if (result.status === "nothing") return nothing;
  if (result.status === "superfluous") return superfluousText(result.file, directory);
  if (result.status === "needs-decision") return questionsText(result.difference, command);
  if (result.status === "refused") return refusalText(result, command);
  const { difference, file, text, hazards } = result;
  const lines = [
    ...changeLines(difference),
    ...lossLines(difference),
    ...stopLines(difference),
    ...(hazards.length === 0 ? [] : [ansis.bold("Hazards:"), ...hazardLines(hazards)]),
    ...spentLines(difference.decision),
  ];
  if (file === null) return text;
  return [
    `${result.replaces.length === 0 ? "Wrote" : "Amended"} ${ansis.bold(pathFrom(directory, file))}`,
    ...lines,
    "Review it, then run `schema apply`.",
  ].join("\n");
}

const superfluousText = (file: string, directory: string) =>
  [
    `The entities ask for nothing that ${pathFrom(directory, file)} would have to make. It was left as it is:`,
    "delete it, and take what is written in it by hand elsewhere.",
  ].join("\n");

/** For `--check`: the files are what matters, not what one would be called. */
export function checkText(result: Generated): string {
  if (!("difference" in result)) return nothing;
  const { difference } = result;
  return [
    `The entities ask for ${count(changeLines(difference).length, "change")} that no migration makes:`,
    ...changeLines(difference),
    ...lossLines(difference),
    "Run `schema generate` to write the migration.",
  ].join("\n");
}

export function generatedJson(result: Generated, directory: string, command: string) {
  if (result.status === "nothing") return { status: "nothing" };
  if (result.status === "superfluous")
    return { status: "superfluous", file: pathFrom(directory, result.file) };
  if (result.status === "needs-decision") return questionsJson(result.difference, command);
  if (result.status === "refused") return refusalJson(result, command);
  return {
    status: "generated",
    ...fileJson(result, directory),
    files: result.files,
    replaces: result.replaces.map((file) => pathFrom(directory, file)),
    ...changesJson(result.difference),
    unused: unusedJson(result.difference.decision),
    hazards: hazardsJson(result.hazards),
    proof: proofJson(result.proof),
  };
}

function proofJson(proof: Ready["proof"]) {
  if (proof === null) return null;
  const { scratch, version, unproved, passedOver, beyond, up, down, fates } = proof;
  return {
    scratch,
    version,
    unproved,
    passedOver,
    beyond,
    up: costsJson(up),
    down: costsJson(down),
    columns: fatesJson(fates),
  };
}

export function checkJson(result: Generated) {
  return "difference" in result
    ? { status: "pending", ...changesJson(result.difference) }
    : { status: "nothing" };
}

export function emptyText({ file, text }: EmptyMigration, directory: string): string {
  return file === null
    ? text
    : `Wrote ${ansis.bold(pathFrom(directory, file))}\nFill in up and down, then run \`schema apply\`.`;
}

export function emptyJson(result: EmptyMigration, directory: string) {
  return { status: "generated", ...fileJson(result, directory) };
}

function fileJson({ file, fileName, text }: EmptyMigration | Ready, directory: string) {
  return { file: file === null ? null : pathFrom(directory, file), fileName, text };
}

/** Whether the file was written, or what stands in its way. */
export function generatedExit({ status }: Generated): ExitStatus {
  switch (status) {
    case "nothing":
    case "generated":
      return exitStatus.done;
    case "needs-decision":
      return exitStatus.needsDecision;
    case "refused":
    case "superfluous":
      return exitStatus.refused;
  }
}
