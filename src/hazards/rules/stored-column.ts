import { pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Rule } from "../rule";

export const storedColumn: Rule = {
  code: "STORED_COLUMN",
  severity: "warning",
  message: "A stored generated column is computed for every row, and the whole table is written anew.",
  remedy:
    "Make it VIRTUAL (PostgreSQL 18), or a plain column that a trigger fills and a backfill in batches; PostgreSQL makes no column generated afterwards.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "create" && change.kind === "column" && change.to.generated?.stored === true
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};
