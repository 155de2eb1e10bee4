import { factsOfRows } from "../evidence";
import type { Rule } from "../rule";

export const unbatchedWrite: Rule = {
  code: "UNBATCHED_WRITE",
  severity: "warning",
  message:
    "All rows are written in one statement: it locks each of them to the end, and leaves the table twice as large.",
  remedy: "Write in batches of some thousand rows, each committed by itself.",
  find: (evidence) => factsOfRows(evidence, "writes all rows"),
};
