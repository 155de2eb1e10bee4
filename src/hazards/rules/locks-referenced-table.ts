import { pathOf, qualify } from "../../schema";
import { changesIn } from "../evidence";
import type { Rule } from "../rule";

export const locksReferencedTable: Rule = {
  code: "LOCKS_REFERENCED_TABLE",
  severity: "warning",
  message:
    "The foreign key locks the table it refers to as well: dropping one stops its readers, adding one its writers.",
  remedy: "Add or drop the foreign key by itself, in a short transaction.",
  find: (evidence) =>
    changesIn(evidence).flatMap(({ change, step }) => {
      if (change.kind !== "foreignKey" || (change.action !== "create" && change.action !== "drop")) return [];
      const key = change.to ?? change.from;
      const parent = qualify(key.references.schema, key.references.table);
      const tables = evidence.steps[step]?.cost?.tables ?? [];
      // By itself, and with nothing to read, it is over at once.
      const isBrief = !evidence.transaction && !tables.some(({ scanned }) => scanned);
      const isLocked = tables.some(({ table }) => table === parent);
      if (!isLocked || isBrief || parent === qualify(key.schema, key.table)) return [];
      return [{ subject: parent, step, detail: `for ${pathOf(key)}` }];
    }),
};
