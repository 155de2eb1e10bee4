import type { Difference } from "../comparison/difference";
import { lossesOf } from "../hazards/data-loss";
import type { Generated, GenerateRequest } from "./generated";
import type { Inputs } from "./inputs";

/** Why nothing can be written, or need not be; null where something can. */
export function standstillOf(
  found: Difference,
  { amended }: Inputs,
  { acceptDataLoss, onNote }: GenerateRequest,
): Generated | null {
  if (found.changes.length === 0) {
    // Where nothing is to be done no report says so.
    for (const { source, text } of found.decision.spent)
      if (source !== "decorator")
        onNote?.(`The hint ${text} has no effect: it has happened already, or nothing asks for it.`);
    return amended ? { status: "superfluous", file: amended.file } : { status: "nothing" };
  }
  const { questions, wanted, dropped } = found.decision;
  if (questions.length + wanted.length > 0) return { status: "needs-decision", difference: found };
  const losses = lossesOf(found.up).filter(({ kind, path }) => !dropped.has(`${kind} ${path}`));
  return losses.length > 0 && !acceptDataLoss ? { status: "refused", losses, difference: found } : null;
}
