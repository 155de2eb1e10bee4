import { factsLike } from "../evidence";
import type { Rule } from "../rule";

export const truncate: Rule = {
  code: "TRUNCATE",
  severity: "error",
  message: "Every row of the table is gone, and no down brings them back.",
  remedy: "Delete what must go by its own condition, in batches.",
  find: (evidence) => factsLike(evidence, "truncate"),
};
