import { costsUnder, factsLike } from "../evidence";
import type { Rule } from "../rule";

export const locksPartitionedTable: Rule = {
  code: "LOCKS_PARTITIONED_TABLE",
  severity: "warning",
  message: "The whole partitioned table is locked against reads and writes, with all its partitions.",
  remedy:
    "CREATE TABLE … (LIKE …) and ATTACH PARTITION instead of PARTITION OF; DETACH PARTITION … CONCURRENTLY.",
  find: (evidence) => {
    const old = new Set(costsUnder(evidence, "ACCESS EXCLUSIVE").map(({ step }) => step));
    return factsLike(evidence, "locks a partitioned table").filter(
      ({ step }) => step !== null && old.has(step),
    );
  },
};
