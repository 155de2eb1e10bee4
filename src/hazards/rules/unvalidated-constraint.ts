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
      const validated = final !== undefined && "validated" in final ? final.validated : change.to.validated;
      return validated ? [] : [{ subject: pathOf(change.to), step }];
    }),
};
