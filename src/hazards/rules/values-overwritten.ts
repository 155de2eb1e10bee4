import { listOf } from "../../schema";
import { factsOfRows } from "../evidence";
import type { Rule } from "../rule";

export const valuesOverwritten: Rule = {
  code: "VALUES_OVERWRITTEN",
  severity: "error",
  message:
    "Every value of the column is replaced by one that has nothing of it, and no down brings them back.",
  remedy: "Write only where there is no value yet, with a condition, or what is made of the old value.",
  find: (evidence) => {
    const old = listOf(evidence.before, "column").flatMap(({ schema, table, name }) => [
      `${schema}.${table}.${name}`,
      `${table}.${name}`,
    ]);
    const isOld = new Set(old);
    return factsOfRows(evidence, "overwrites values").filter(({ subject }) => isOld.has(subject));
  },
};
