import { pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Rule } from "../rule";

export const uniqueOverRows: Rule = {
  code: "UNIQUE_OVER_ROWS",
  severity: "warning",
  message: "Two rows that are equal already make the migration fail.",
  remedy: "Look for duplicates before: SELECT … GROUP BY … HAVING count(*) > 1.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "create" &&
      (change.kind === "unique" ||
        change.kind === "primaryKey" ||
        (change.kind === "index" && change.to.unique))
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};
