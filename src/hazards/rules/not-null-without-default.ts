import { pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Rule } from "../rule";

export const notNullWithoutDefault: Rule = {
  code: "NOT_NULL_WITHOUT_DEFAULT",
  severity: "warning",
  message: "The new column is required and has no default: adding it fails as soon as the table has a row.",
  remedy: "Give it a default, or add it nullable, fill it, and make it NOT NULL then.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "create" &&
      change.kind === "column" &&
      change.to.notNull &&
      change.to.default === null &&
      change.to.identity === null &&
      change.to.generated === null
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};
