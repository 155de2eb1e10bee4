import { pathOf } from "../../schema";
import { changesToExisting, costsUnder } from "../evidence";
import type { Rule } from "../rule";

export const notNullScan: Rule = {
  code: "NOT_NULL_SCAN",
  severity: "warning",
  message:
    "Every row is looked at for nulls while nobody reads or writes the table; one null fails the migration.",
  remedy:
    "Add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it, SET NOT NULL, and drop the check, each in a transaction of its own.",
  find: (evidence) => {
    const scanning = new Set(
      costsUnder(evidence, "SHARE")
        .filter(({ cost }) => cost.scanned || cost.rewritten)
        .map(({ step }) => step),
    );
    return changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "alter" &&
      change.kind === "column" &&
      change.to.notNull &&
      !change.from.notNull &&
      scanning.has(step)
        ? [{ subject: pathOf(change.to), step }]
        : [],
    );
  },
};
