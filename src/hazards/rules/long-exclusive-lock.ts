import type { TableCost } from "../../proof";
import type { Evidence, Occurrence, Rule } from "../rule";

export const longExclusiveLock: Rule = {
  code: "LONG_EXCLUSIVE_LOCK",
  severity: "warning",
  message:
    "The table stays locked against reads and writes while another statement reads or writes many rows.",
  remedy: "Give the slow statement a transaction of its own, before the statement that takes the lock.",
  find: (evidence) => {
    const found = new Map<string, Occurrence>();
    for (const held of heldThrough(evidence)) if (!found.has(held.subject)) found.set(held.subject, held);
    return [...found.values()];
  },
};

/** Tables whose lock an earlier statement took and this one, which takes long, keeps. */
function heldThrough({ steps }: Evidence): Occurrence[] {
  return steps.flatMap(({ cost }, step) => {
    const tables = cost?.tables ?? [];
    if (!tables.some(isWork)) return [];
    return tables
      .filter(({ lock, acquired, rewritten }) => lock === "ACCESS EXCLUSIVE" && !acquired && !rewritten)
      .map(({ table }) => ({ subject: table, step }));
  });
}

const isWork = ({ rewritten, scanned, indexBuilt }: TableCost) => rewritten || scanned || indexBuilt;
