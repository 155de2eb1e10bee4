import { pathOf } from "../../schema";
import { changesToExisting, isOnPartitioned } from "../evidence";
import type { Evidence, Rule, SeenStep } from "../rule";

export const uniqueOverRows: Rule = {
  code: "UNIQUE_OVER_ROWS",
  severity: "warning",
  message: "Two rows that are equal already make the migration fail.",
  remedy: "Look for duplicates before: SELECT … GROUP BY … HAVING count(*) > 1.",
  find: (evidence) =>
    changesToExisting(evidence).flatMap(({ change, step }) =>
      change.action === "create" &&
      (change.kind === "unique" ||
        change.kind === "primaryKey" ||
        (change.kind === "index" && change.to.unique)) &&
      (isBuilt(evidence.steps[step]) || isOnPartitioned(change.to, evidence)) &&
      !isPassing(change.to.name, evidence)
        ? [{ subject: pathOf(change.to), step }]
        : [],
    ),
};

/** Not with an index that is there already, or only gets another name. */
const isBuilt = (step: SeenStep | undefined) =>
  step?.cost?.tables.some(({ indexBuilt, rewritten }) => indexBuilt || rewritten) ?? true;

/** Over the copy of a column that is unique already. */
const isPassing = (name: string, { planned, after }: Evidence) =>
  planned && ![...after.objects.values()].some((object) => object.name === name);
