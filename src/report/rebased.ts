import ansis from "ansis";
import { type ExitStatus, exitStatus } from "../errors";
import type { Agreement } from "../rebase";
import type { Rebased } from "../workflows/rebase";
import { columns } from "./references";

interface Invocation {
  readonly command: string;
  readonly dryRun: boolean;
}

const words = {
  added: "taken into the lock",
  edited: "its text as it is now taken into the lock",
  "taken off": "taken off the lock: there is no such file",
} as const;

export function rebasedText(result: Rebased, { command, dryRun }: Invocation): string {
  if (result.status === "nothing")
    return "Nothing to rebase: the migrations follow each other, and the lock says so.";
  if (result.status === "needs-decision")
    return [
      "Two branches both added migrations, and only a person knows which come first. Nothing was written.",
      "",
      ...result.branches.flatMap((branch) => [...branch.map(({ name }) => `  ${name}`), ""]),
      "Say which migration the others shall follow:",
      ...ontoCommands(result.branches, command).map((each) => `  ${ansis.bold(each)}`),
    ].join("\n");
  const { moves, refreshed } = result;
  return [
    ...(moves.length === 0 ? [] : [dryRun ? "Would move:" : "Moved:"]),
    ...columns(moves.map(({ from, to }) => [`  ${from}`, `→ ${to}`])),
    ...columns(refreshed.map(({ file, what }) => [file, words[what]])),
    dryRun ? "Nothing was written." : "Wrote schema.lock.",
    ...(result.agreement === null ? [] : agreementLines(result.agreement)),
  ].join("\n");
}

function agreementLines(agreement: Agreement): string[] {
  switch (agreement.kind) {
    case "agrees":
      return ["In this order the migrations make what the entities say."];
    case "regenerated":
      return againLines(agreement.files);
    case "differs":
      return [
        ...againLines(agreement.files),
        ansis.yellow(`! ${agreement.reason}`),
        "  Correct the migrations that were moved, or write the newest again with `schema generate --amend --from migrations`; then `schema check`.",
      ];
  }
}

function againLines(files: readonly string[]): string[] {
  if (files.length === 0) return [];
  return ["Written again, against what those before lead to. Review:", ...files.map((file) => `  ${file}`)];
}

export function rebasedJson(result: Rebased, { command, dryRun }: Invocation) {
  if (result.status !== "needs-decision") return { ...result, dryRun };
  return {
    status: result.status,
    branches: result.branches.map((branch) => branch.map(({ name }) => name)),
    commands: ontoCommands(result.branches, command),
  };
}

export function rebasedExit(result: Rebased): ExitStatus {
  if (result.status === "needs-decision") return exitStatus.needsDecision;
  return result.agreement?.kind === "differs" ? exitStatus.pending : exitStatus.done;
}

function ontoCommands(branches: Extract<Rebased, { status: "needs-decision" }>["branches"], command: string) {
  return branches.flatMap((branch) => {
    const last = branch.at(-1);
    return last === undefined ? [] : [`${command} --onto ${last.name}`];
  });
}
