import { factsLike } from "../evidence";
import type { Rule } from "../rule";

export const stoppedTriggers: Rule = {
  code: "STOPPED_TRIGGERS",
  severity: "warning",
  message: "Rows are written that no such trigger sees; with ALL, foreign keys are not checked either.",
  remedy: "SET LOCAL session_replication_role = replica stops the triggers of this transaction alone.",
  find: (evidence) => factsLike(evidence, "stops triggers"),
};
