import { costsUnder, makes } from "../evidence";
import type { Rule } from "../rule";

export const blockingIndexBuild: Rule = {
  code: "BLOCKING_INDEX_BUILD",
  severity: "warning",
  message: "Nobody writes to the table while the index is built from all its rows.",
  remedy:
    "Build it CONCURRENTLY, outside a transaction; give a unique or primary key that index with USING INDEX.",
  find: (evidence) =>
    costsUnder(evidence, "SHARE")
      .filter(
        ({ cost, step }) => cost.indexBuilt && !makes(evidence, step, ({ kind }) => kind === "exclusion"),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step })),
};
