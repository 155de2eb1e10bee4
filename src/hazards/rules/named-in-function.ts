import type { Change } from "../../change";
import { isTableChild, pathOf, qualify, type SchemaObject } from "../../schema";
import { changesIn } from "../evidence";
import { type FunctionText, functionTexts } from "../functions";
import type { Rule } from "../rule";

export const namedInFunction: Rule = {
  code: "NAMED_IN_FUNCTION",
  severity: "warning",
  message: "The text of a function names what goes or is called otherwise: from then on, calling it fails.",
  remedy: "Replace the function in the same migration, in the place after the generated statements.",
  find: (evidence) => {
    const gone = changesIn(evidence).flatMap(({ change, step }) => {
      const object = goneBy(change);
      return object === null ? [] : [{ object, step }];
    });
    // Most migrations take nothing away, and a database may have thousands of functions to read.
    if (gone.length === 0) return [];
    const left = functionTexts(evidence.foundation, evidence.attachments).filter(
      ({ name }) => !evidence.steps.some(({ sql }) => replaces(sql, name)),
    );
    return gone.flatMap(({ object, step }) =>
      left
        .filter((text) => isNamed(object, text))
        .map(({ name }) => ({ subject: name, step, detail: `names ${pathOf(object)}` })),
    );
  },
};

/** What is there no longer under its name. */
function goneBy({ action, from }: Change): SchemaObject | null {
  if (action !== "drop" && action !== "rename") return null;
  const { kind } = from;
  return kind === "table" || kind === "view" || kind === "materializedView" || kind === "column"
    ? from
    : null;
}

/** A column alone is named by many; with its table, or where a trigger of its table calls, it is this one. */
function isNamed(object: SchemaObject, { names, calledBy }: FunctionText): boolean {
  if (!names.has(object.name)) return false;
  if (!isTableChild(object)) return true;
  return names.has(object.table) || calledBy.includes(qualify(object.schema, object.table));
}

function replaces(sql: string, name: string): boolean {
  const bare = name.slice(0, name.indexOf("(")).split(".").at(-1) ?? name;
  return (
    /\b(?:CREATE\s+OR\s+REPLACE|DROP)\s+(?:FUNCTION|PROCEDURE|ROUTINE)\b/i.test(sql) && sql.includes(bare)
  );
}
