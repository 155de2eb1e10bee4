import { costsUnder, makes } from "../evidence";
import type { Rule } from "../rule";

export const scanningConstraint: Rule = {
  code: "SCANNING_CONSTRAINT",
  severity: "warning",
  message: "Every row is checked against the new constraint while nobody writes to the table.",
  remedy: "Add it NOT VALID, then VALIDATE CONSTRAINT in a transaction of its own.",
  find: (evidence) =>
    costsUnder(evidence, "SHARE")
      .filter(
        ({ cost, step }) =>
          cost.scanned &&
          makes(
            evidence,
            step,
            ({ kind, action }) => action === "create" && (kind === "check" || kind === "foreignKey"),
          ),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step })),
};
