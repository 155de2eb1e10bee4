import { costsUnder } from "../evidence";
import type { Rule } from "../rule";

export const tableRewrite: Rule = {
  code: "TABLE_REWRITE",
  severity: "warning",
  message: "The table is written anew, row by row, and nobody reads or writes it meanwhile.",
  remedy: "Add a new column, fill it in batches, and let it take the old one's place.",
  find: (evidence) =>
    costsUnder(evidence, "ACCESS SHARE")
      .filter(
        ({ cost, step }) =>
          cost.rewritten && !evidence.steps[step]?.facts.some(({ kind }) => ownRules.includes(kind)),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step })),
};

/** What gets a new file by other means, and has a rule of its own. */
const ownRules: readonly string[] = ["truncate", "refreshes"];
