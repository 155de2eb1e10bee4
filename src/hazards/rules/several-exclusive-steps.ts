import { costsUnder } from "../evidence";
import type { Rule } from "../rule";

export const severalExclusiveSteps: Rule = {
  code: "SEVERAL_EXCLUSIVE_STEPS",
  severity: "warning",
  message:
    "One transaction locks several tables against reads and writes, and keeps each lock until the last is done.",
  remedy: "Split the migration: one such table in each.",
  find: (evidence) => {
    if (!evidence.transaction) return [];
    const locked = costsUnder(evidence, "ACCESS EXCLUSIVE").map(({ cost }) => cost.table);
    const tables = [...new Set(locked)];
    return tables.length < 2 ? [] : [{ subject: tables.join(", "), step: null }];
  },
};
