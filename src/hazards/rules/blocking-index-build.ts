import { qualify } from "../../schema";
import { changesToExisting, costsUnder, isOnPartitioned, makes } from "../evidence";
import type { Evidence, Occurrence, Rule } from "../rule";

export const blockingIndexBuild: Rule = {
  code: "BLOCKING_INDEX_BUILD",
  severity: "warning",
  message: "Nobody writes to the table while the index is built from all its rows.",
  remedy:
    "Build it CONCURRENTLY, outside a transaction; give a unique or primary key that index with USING INDEX.",
  find: (evidence) => {
    const built = costsUnder(evidence, "SHARE")
      .filter(
        ({ cost, step }) => cost.indexBuilt && !makes(evidence, step, ({ kind }) => kind === "exclusion"),
      )
      .map(({ cost, step }) => ({ subject: cost.table, step }));
    const seen = new Set<number | null>(built.map(({ step }) => step));
    return [...built, ...onPartitioned(evidence).filter(({ step }) => !seen.has(step))];
  },
};

/** The rows of its partitions are read. */
function onPartitioned(evidence: Evidence): Occurrence[] {
  return changesToExisting(evidence).flatMap(({ change, step }) => {
    if (change.action !== "create") return [];
    if (change.kind !== "index" && change.kind !== "unique" && change.kind !== "primaryKey") return [];
    const { schema, table } = change.to;
    const isWhole = isOnPartitioned(change.to, evidence) && !isApart(evidence.steps[step]?.sql);
    return isWhole ? [{ subject: qualify(schema, table), step, detail: "on each of its partitions" }] : [];
  });
}

/** For the table itself, without its partitions; or for one after the other. */
const isApart = (sql = "") => /\bON\s+ONLY\b|\bTABLE\s+ONLY\b|^\s*DO\b/i.test(sql);
