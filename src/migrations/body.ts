import { createHash } from "node:crypto";
import type { Change, Plan, Statement } from "../change";
import { renderQuery } from "./literal";
import { generatedMark, nothingWritten, places, type Written } from "./places";

/** The statements of one direction and the places around them, without a line end after the last. */
export function renderBody(
  plan: Plan,
  indent: string,
  header: string,
  written: Written = nothingWritten,
): string {
  const [first, second] = regionsOf(plan, written.between.trim() !== "");
  const region = (statements: readonly Statement[], head: string) => {
    const text = statements.map((statement) => `${renderStatement(statement, indent)}\n\n`).join("");
    return `${indent}${generatedMark(sumOf(head, text))}\n\n${text}`;
  };
  return [
    `${indent}${places.before}\n${written.before}`,
    region(first, header),
    ...(second === null ? [] : [`${indent}${places.between}\n${written.between}`, region(second, "")]),
    `${indent}${places.after}`,
  ].join("");
}

function renderStatement({ sql, note }: Statement, indent: string): string {
  return `${note === undefined ? "" : `${indent}// ${note}\n`}${renderQuery(sql, indent)}`;
}

type Region = readonly Statement[];

/** What comes before the place in the middle and what comes after it; null where there is no such place. */
function regionsOf({ statements }: Plan, inUse: boolean): [Region, Region | null] {
  const boundary = boundaryOf(statements);
  if (boundary !== null) return [statements.slice(0, boundary), statements.slice(boundary)];
  if (!inUse) return [statements, null];
  // What a person has written there needs what is added, and what is taken away.
  const adds = statements.some(({ changes }) => changes.some(expands));
  return adds ? [statements, []] : [[], statements];
}

/** The first statement that takes away, where every one that adds comes before it; null without such a point. */
function boundaryOf(statements: readonly Statement[]): number | null {
  const lastExpanding = statements.findLastIndex(({ changes }) => changes.some(expands));
  const firstContracting = statements.findIndex(({ changes }) => changes.some(contracts));
  return lastExpanding >= 0 && lastExpanding < firstContracting ? firstContracting : null;
}

function expands({ kind, action }: Change): boolean {
  return action === "create" && (kind === "table" || kind === "column");
}

/** What old data may not survive or not satisfy. */
function contracts(change: Change): boolean {
  if (change.kind === "table" && change.action === "drop") return true;
  if (change.kind !== "column") return false;
  if (change.action === "drop") return true;
  return change.action === "alter" && change.to.notNull && !change.from.notNull;
}

/** Of generated text, and of the header before it. What a formatter does to the file makes no difference. */
export function sumOf(header: string, text: string): string {
  const words = header.split(/[\s*]+/).join(" ");
  const code = text.replace(/(`(?:[^`\\]|\\[\s\S])*`)|[\s;,]+/g, "$1");
  return createHash("sha256")
    .update(`${words}\n${code.replaceAll("\r\n", "\n")}`)
    .digest("hex")
    .slice(0, 8);
}
