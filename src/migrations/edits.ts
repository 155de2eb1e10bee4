import type { Plan } from "../change";
import { renderBody, type Setting, sumOf } from "./body";
import type { Body, Mark } from "./places";

/** A generated migration's text written again. */
export interface Amended {
  readonly text: string;
  /** Whether a person has written anything that is kept. */
  readonly byHand: boolean;
  /** Lines that a person has edited where the tool writes, and that are gone now. */
  readonly lost: readonly string[];
}

/** A stretch of a text, and what takes its place. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);
}

export function bodyEdit(old: string, body: Body, plan: Plan, setting: Omit<Setting, "indent">): Edit {
  const { start, end } = body;
  const indent = /^[ \t]*/.exec(old.slice(start))?.[0] ?? "";
  const newline = old.slice(start, end).endsWith("\n") ? "\n" : "";
  return { start, end, text: renderBody(plan, { ...setting, indent }, body) + newline };
}

/** What follows the last mark, to the end of its block, was written by a person as well. */
export function isWrittenIn(text: string, body: Body, marks: readonly Mark[]): boolean {
  const next = marks.find(({ start }) => start >= body.end)?.start ?? text.length;
  const tail = text.slice(body.end, next).split("}")[0] ?? "";
  return [body.before, body.between, tail].some((written) => written.trim() !== "");
}

/** Lines of generated parts that are not as the tool left them. */
export function editedIn(header: string, { generated }: Body): string[] {
  return generated.flatMap(({ text, sum }, index) => {
    const head = index === 0 ? header : "";
    return sumOf(head, text) === sum ? [] : `${head}\n${text}`.split("\n");
  });
}

/** Those that the new text has no more. */
export function lostLines(edited: readonly string[], text: string): string[] {
  const kept = new Set(text.split("\n").map((line) => line.trim()));
  return edited.map((line) => line.trim()).filter((line) => line !== "" && !kept.has(line));
}
