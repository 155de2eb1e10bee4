import { idOf, pathOf } from "../../schema";
import { changesIn } from "../evidence";
import type { Rule } from "../rule";

export const unvalidatedConstraint: Rule = {
  code: "UNVALIDATED_CONSTRAINT",
  severity: "warning",
  message: "The constraint holds for new rows only: the old ones were never checked.",
  remedy: "VALIDATE CONSTRAINT, in a later transaction or migration.",
  find: (evidence) =>
    changesIn(evidence).flatMap(({ change, step }) => {
      if (change.action !== "create" || (change.kind !== "check" && change.kind !== "foreignKey")) return [];
      const final = evidence.after.objects.get(idOf(change.to));
      // One that is gone again has done what it was for.
      const isLeft = final !== undefined && "validated" in final && !final.validated;
      return isLeft ? [{ subject: pathOf(change.to), step }] : [];
    }),
};
