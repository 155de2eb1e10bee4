import { costsUnder, makes } from "../evidence";
import type { Rule } from "../rule";

export const blockingExclusion: Rule = {
  code: "BLOCKING_EXCLUSION",
  severity: "warning",
  message: "Nobody reads or writes the table while the exclusion constraint's index is built.",
  remedy: "PostgreSQL has no online form of this: do it when the table is quiet, or while it is small.",
  find: (evidence) =>
    costsUnder(evidence, "SHARE")
      .filter(
        ({ cost, step }) => cost.indexBuilt && makes(evidence, step, ({ kind }) => kind === "exclusion"),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step })),
};
