import { type Index, qualify, quoteIdentifier } from "../../schema";
import { createIndexSql, indexComment } from "../indexes";
import { alone, later } from "../renderer";
import { type Forms, type Ground, noted, passingName } from "./ground";
import { indexLeft, leaving } from "./leftovers";
import { indexByPartitions } from "./partitions";

/** Built and dropped while others read and write. */
export const indexes: Forms<"index"> = {
  create: (index, ground) => {
    if (!ground.stands(index)) return null;
    return ground.isPartitioned(index)
      ? indexByPartitions(index)
      : [alone(createIndexSql(index, "CONCURRENTLY")), ...indexComment(index)];
  },
  drop: (index, ground) =>
    // A column that goes locks the table anyway, and would take the index along.
    isOnline(index, ground) && !columnsOf(index).some((column) => ground.loses(index, column))
      ? [alone(`DROP INDEX CONCURRENTLY ${pathSql(index)}`)]
      : null,
  replace: (from, to, ground) => (isOnline(to, ground) ? replaced(from, to, ground) : null),
};

const isOnline = (index: Index, ground: Ground) => ground.stands(index) && !ground.isPartitioned(index);
const pathSql = ({ schema, name }: Pick<Index, "schema" | "name">) => qualify(schema, name);
const columnsOf = ({ keys, include }: Index) => [...keys.flatMap(({ column }) => column ?? []), ...include];

function replaced(from: Index, to: Index, { world }: Ground) {
  const fresh = { schema: to.schema, name: passingName(to.name, "_new", world) };
  const old = { schema: to.schema, name: passingName(to.name, "_old", world) };
  return noted("The old index serves until the new one takes its name.", [
    leaving(
      alone(createIndexSql({ ...to, name: fresh.name }, "CONCURRENTLY")),
      indexLeft(fresh.schema, fresh.name),
    ),
    leaving(
      later(
        [
          `ALTER INDEX ${pathSql(from)} RENAME TO ${quoteIdentifier(old.name)}`,
          `ALTER INDEX ${pathSql(fresh)} RENAME TO ${quoteIdentifier(to.name)}`,
        ].join(";\n"),
      ),
      indexLeft(old.schema, old.name),
    ),
    alone(`DROP INDEX CONCURRENTLY ${pathSql(old)}`),
    ...indexComment(to),
  ]);
}
