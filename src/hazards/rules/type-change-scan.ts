import { costsUnder, makes } from "../evidence";
import type { Rule } from "../rule";

export const typeChangeScan: Rule = {
  code: "TYPE_CHANGE_SCAN",
  severity: "warning",
  message:
    "Every row is read again while nobody reads or writes the table: a check, or a foreign key, is about the column.",
  remedy:
    "Drop that constraint in the same statement and add it again NOT VALID; then VALIDATE it in a transaction of its own.",
  find: (evidence) =>
    costsUnder(evidence, "ACCESS EXCLUSIVE")
      .filter(
        ({ cost, step }) =>
          cost.scanned &&
          !cost.rewritten &&
          !cost.indexBuilt &&
          // A copy that takes a column's place is no change of its type.
          /\bTYPE\b/i.test(evidence.steps[step]?.sql ?? "") &&
          makes(
            evidence,
            step,
            (change) =>
              change.action === "alter" &&
              change.kind === "column" &&
              (change.aspects.includes("type") || change.aspects.includes("collation")),
          ),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step })),
};
