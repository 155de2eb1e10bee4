import { pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Rule } from "../rule";

export const volatileDefault: Rule = {
  code: "VOLATILE_DEFAULT",
  severity: "warning",
  message: "Every row gets a value of its own for the new column, so the whole table is written anew.",
  remedy:
    "Add the column nullable, set its default, fill the old rows in batches, and make it NOT NULL then.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "create" &&
      change.kind === "column" &&
      change.to.generated === null &&
      evidence.steps[step]?.cost?.tables.some(({ rewritten }) => rewritten)
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};
