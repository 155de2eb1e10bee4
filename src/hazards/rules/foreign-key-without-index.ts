import { childrenOf, type ForeignKey, pathOf, type Schema } from "../../schema";
import { changesIn } from "../evidence";
import type { Rule } from "../rule";

export const foreignKeyWithoutIndex: Rule = {
  code: "FOREIGN_KEY_WITHOUT_INDEX",
  severity: "warning",
  message: "Deleting a referenced row, or changing its key, reads the whole referring table.",
  remedy: "Add an index that begins with the foreign key's columns.",
  find: (evidence) =>
    changesIn(evidence).flatMap(({ change, step }) =>
      change.action === "create" && change.kind === "foreignKey" && !isIndexed(change.to, evidence.after)
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};

function isIndexed(key: ForeignKey, schema: Schema): boolean {
  return childrenOf(schema, { schema: key.schema, name: key.table }).some((child) => {
    switch (child.kind) {
      case "primaryKey":
      case "unique":
        return begins(child.columns, key.columns);
      case "index":
        return (
          child.where === null &&
          begins(
            child.keys.map(({ column }) => column ?? ""),
            key.columns,
          )
        );
      default:
        return false;
    }
  });
}

/** In whichever order. */
function begins(columns: readonly string[], with_: readonly string[]): boolean {
  const first = new Set(columns.slice(0, with_.length));
  return with_.every((column) => first.has(column));
}
