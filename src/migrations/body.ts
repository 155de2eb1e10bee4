import { createHash } from "node:crypto";
import type { Change, Plan, Statement } from "../change";
import type { Language } from "./language";
import { generatedMark, nothingWritten, placeMark, type Written } from "./places";

/** How a body is set into its file. */
export interface Setting {
  readonly language: Language;
  readonly indent: string;
  /** What the tool has written before it, and watches over with it. */
  readonly header: string;
}

/** The statements of one direction and the places around them, without a line end after the last. */
export function renderBody(
  plan: Plan,
  { language, indent, header }: Setting,
  written: Written = nothingWritten,
): string {
  const [first, second] = regionsOf(plan, written.between.trim() !== "");
  const region = (statements: readonly Statement[], head: string) => {
    const text = statements
      .map((statement) => `${renderStatement(statement, indent, language)}\n\n`)
      .join("");
    return `${indent}${generatedMark(sumOf(head, text), language)}\n\n${text}`;
  };
  return [
    `${indent}${placeMark("before", language)}\n${written.before}`,
    region(first, header),
    ...(second === null
      ? []
      : [`${indent}${placeMark("between", language)}\n${written.between}`, region(second, "")]),
    `${indent}${placeMark("after", language)}`,
  ].join("");
}

function renderStatement(
  { note, plainly, ...statement }: Statement,
  indent: string,
  language: Language,
): string {
  const notes = [note, plainly && `Not online. ${plainly.join("; ")}.`];
  const comments = notes.flatMap((text) =>
    text === undefined ? [] : [`${indent}${language.comment} ${text.replaceAll(/\s+/g, " ")}\n`],
  );
  return comments.join("") + language.statement(statement, indent);
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
  const code = text.replace(/(`(?:[^`\\]|\\[\s\S])*`|'[^']*')|[\s;,]+/g, "$1");
  return createHash("sha256")
    .update(`${words}\n${code.replaceAll("\r\n", "\n")}`)
    .digest("hex")
    .slice(0, 8);
}
