import { makeId, pathOf } from "../../schema";
import { changesToExisting } from "../evidence";
import type { Rule } from "../rule";

export const narrowSequence: Rule = {
  code: "NARROW_SEQUENCE",
  severity: "warning",
  message: "The column became a bigint, but the sequence that numbers it still ends where an integer does.",
  remedy: "ALTER SEQUENCE … AS bigint in the same migration.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) => {
      if (change.action !== "alter" || change.kind !== "column" || change.to.type.name !== "bigint")
        return [];
      const { schema, table, name } = change.to;
      const column = makeId("column", schema, table, name);
      return [...evidence.after.objects.values()].flatMap((object) =>
        object.kind === "sequence" &&
        object.type !== "bigint" &&
        object.ownedBy !== null &&
        makeId("column", object.ownedBy.schema, object.ownedBy.table, object.ownedBy.column) === column
          ? [{ subject: pathOf(object), step }]
          : [],
      );
    }),
};
