import type { Change } from "../../change";
import { changesIn, factsLike } from "../evidence";
import type { Evidence, Rule } from "../rule";

export const blockingIndexDrop: Rule = {
  code: "BLOCKING_INDEX_DROP",
  severity: "warning",
  message: "Dropping the index waits for everybody who uses the table, and all others wait behind it.",
  remedy: "DROP INDEX CONCURRENTLY, outside a transaction.",
  find: (evidence) =>
    factsLike(evidence, "drops an index").filter(({ step }) => {
      const { changes = [], cost } = evidence.steps[step ?? -1] ?? {};
      return (
        cost?.tables.some(({ acquired }) => acquired) && !changes.every((change) => goes(change, evidence))
      );
    }),
};

/** With its table or a column: that takes the same lock. */
function goes(change: Change, evidence: Evidence): boolean {
  if (change.action !== "drop" || change.kind !== "index") return false;
  const { schema, table, keys, include } = change.from;
  const columns = new Set([...keys.map(({ column }) => column), ...include]);
  return changesIn(evidence).some(({ change: { action, kind, from } }) => {
    if (action !== "drop") return false;
    if (kind === "table") return from.schema === schema && from.name === table;
    return kind === "column" && from.schema === schema && from.table === table && columns.has(from.name);
  });
}
