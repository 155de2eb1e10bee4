import { factsLike } from "../evidence";
import type { Rule } from "../rule";

export const ownCommit: Rule = {
  code: "OWN_COMMIT",
  severity: "warning",
  message:
    "The migration ends the transaction that it runs in: a failure afterwards leaves what came before done, and nothing knows how far it came.",
  remedy: "Leave it out; or let every statement commit by itself, and be resumed: transaction = false.",
  find: (evidence) => (evidence.transaction ? factsLike(evidence, "ends the transaction") : []),
};
