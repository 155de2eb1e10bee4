import { factsOfRows } from "../evidence";
import type { Rule } from "../rule";

export const deletesAllRows: Rule = {
  code: "DELETES_ALL_ROWS",
  severity: "error",
  message: "Every row of the table is deleted, and no down brings them back.",
  remedy: "Delete what must go by its own condition, in batches.",
  find: (evidence) => factsOfRows(evidence, "deletes all rows"),
};
