import { type Check, pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Evidence, Rule } from "../rule";

export const unlookedCheck: Rule = {
  code: "UNLOOKED_CHECK",
  severity: "warning",
  message: "Old rows that the new check forbids cannot be updated any more, whatever is changed of them.",
  remedy: "Look for such rows first, and stop where there are any: SELECT EXISTS (… WHERE NOT (…)).",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "create" &&
      change.kind === "check" &&
      !change.to.validated &&
      !isLookedAt(change.to, step, evidence)
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};

/** Whether something reads the table before, or mends it. */
function isLookedAt({ table }: Check, step: number, { steps }: Evidence): boolean {
  return steps
    .slice(0, step)
    .some(({ sql }) => /^\s*(?:SELECT|DO|WITH|UPDATE|DELETE)\b/i.test(sql) && sql.includes(table));
}
