import { costsUnder } from "../evidence";
import type { Rule } from "../rule";

export const partitionScan: Rule = {
  code: "PARTITION_SCAN",
  severity: "warning",
  message: "Every row of the new partition is looked at while nobody reads or writes it.",
  remedy:
    "Give it a check that says what the partition's bounds say, NOT VALID, VALIDATE it, ATTACH the partition, and drop the check.",
  find: (evidence) =>
    costsUnder(evidence, "ACCESS EXCLUSIVE")
      .filter(
        ({ cost, step }) =>
          cost.scanned && evidence.steps[step]?.facts.some(({ kind }) => kind === "attaches a partition"),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step })),
};
