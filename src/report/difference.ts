import ansis from "ansis";
import type { Difference } from "../pipeline";
import { changesJson, lossLines } from "./changes";
import { questionsJson, questionsText } from "./decisions";
import { schemaPatch } from "./patch";
import { unmanagedJson, unmanagedText } from "./unmanaged";

export function differenceText(difference: Difference, command: string): string {
  const { unmanaged } = difference;
  return [
    changesText(difference, command),
    ...(unmanaged === null ? [] : ["", unmanagedText(unmanaged)]),
  ].join("\n");
}

function changesText(difference: Difference, command: string): string {
  if (difference.changes.length === 0) return "No difference: the database is what the entities say.";
  const { current, desired, up } = difference;
  return [
    ...schemaPatch(current, desired),
    ansis.bold("Statements:"),
    "",
    ...up.statements.flatMap(({ sql }) => [`${sql};`, ""]),
    ...lossLines(difference),
    difference.decision.questions.length > 0
      ? questionsText(difference, command)
      : "`schema generate` writes this as a migration.",
  ].join("\n");
}

export function differenceJson(difference: Difference, command: string) {
  return {
    different: difference.changes.length > 0,
    ...changesJson(difference),
    unresolved: questionsJson(difference, command).unresolved,
    ...(difference.unmanaged === null ? {} : { unmanaged: unmanagedJson(difference.unmanaged) }),
  };
}
