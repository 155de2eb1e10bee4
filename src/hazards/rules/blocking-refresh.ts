import { costsUnder, factsLike } from "../evidence";
import type { Rule } from "../rule";

export const blockingRefresh: Rule = {
  code: "BLOCKING_REFRESH",
  severity: "warning",
  message: "Nobody reads the materialized view while all its rows are made anew.",
  remedy: "REFRESH MATERIALIZED VIEW CONCURRENTLY, for which it needs a unique index over plain columns.",
  find: (evidence) => {
    const old = new Set(costsUnder(evidence, "ACCESS EXCLUSIVE").map(({ step }) => step));
    return factsLike(evidence, "refreshes").filter(({ step }) => step !== null && old.has(step));
  },
};
