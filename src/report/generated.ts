import ansis from "ansis";
import type { EmptyMigration, Generated } from "../pipeline";
import { changeLines, changesJson, lossLines } from "./changes";
import { count, pathFrom } from "./references";

type Written = Extract<Generated, { status: "generated" }>;

const nothing = "Nothing to generate: the database is what the entities say.";

export function generatedText(result: Generated, directory: string): string {
  if (result.status === "nothing") return nothing;
  const { difference, file, text } = result;
  const lines = [...changeLines(difference), ...lossLines(difference)];
  if (file === null) return text;
  return [
    `Wrote ${ansis.bold(pathFrom(directory, file))}`,
    ...lines,
    "Review it, then run `schema apply`.",
  ].join("\n");
}

/** For `--check`: the files are what matters, not what one would be called. */
export function checkText(result: Generated): string {
  if (result.status === "nothing") return nothing;
  const { difference } = result;
  return [
    `The entities ask for ${count(changeLines(difference).length, "change")} that no migration makes:`,
    ...changeLines(difference),
    ...lossLines(difference),
    "Run `schema generate` to write the migration.",
  ].join("\n");
}

export function generatedJson(result: Generated, directory: string) {
  if (result.status === "nothing") return { status: "nothing" };
  return { status: "generated", ...fileJson(result, directory), ...changesJson(result.difference) };
}

export function checkJson(result: Generated) {
  return result.status === "nothing"
    ? { status: "nothing" }
    : { status: "pending", ...changesJson(result.difference) };
}

export function emptyText({ file, text }: EmptyMigration, directory: string): string {
  return file === null
    ? text
    : `Wrote ${ansis.bold(pathFrom(directory, file))}\nFill in up and down, then run \`schema apply\`.`;
}

export function emptyJson(result: EmptyMigration, directory: string) {
  return { status: "generated", ...fileJson(result, directory) };
}

function fileJson({ file, fileName, text }: EmptyMigration | Written, directory: string) {
  return { file: file === null ? null : pathFrom(directory, file), fileName, text };
}
