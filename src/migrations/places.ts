import type { Language } from "./language";

/** Where a person may add to a generated migration. */
export const places = {
  before: "before",
  between: "between expand and contract",
  after: "after",
} as const;
export type Place = keyof typeof places;

export const placeMark = (place: Place, { comment, addition }: Language) =>
  `${comment} --- ${places[place]}: your ${addition} ---`;

/** Before what the tool wrote and may write again; the sum tells whether somebody has edited it. */
export const generatedMark = (sum: string, { comment }: Language) =>
  `${comment} --- generated ${sum}: schema generate --amend writes it again ---`;

/** A line that marks a place, or where generated text begins. */
export interface Mark {
  readonly kind: Place | "generated";
  /** Of the generated text. */
  readonly sum: string | null;
  /** Where its line begins, and where the next one does. */
  readonly start: number;
  readonly end: number;
}

const mark =
  /^[ \t]*(?:\/\/|--) --- (?:(before|between|after)\b[^\n]*|generated (?<sum>\w+)\b[^\n]*) ---[ \t\r]*(?:\n|$)/gm;

export function marksIn(text: string): Mark[] {
  return [...text.matchAll(mark)].map((found) => ({
    kind: (found[1] as Place | undefined) ?? "generated",
    sum: found.groups?.sum ?? null,
    start: found.index,
    end: found.index + found[0].length,
  }));
}

/** Whether the tool wrote it, whoever has added to it since. */
export const isGenerated = (text: string) => marksIn(text).some(({ kind }) => kind === "generated");

/** What a person wrote into the places of one direction, whole lines, blank ones included. */
export interface Written {
  readonly before: string;
  readonly between: string;
}

export const nothingWritten: Written = { before: "\n", between: "\n" };

/** One direction of a generated migration, as its marks divide it. */
export interface Body extends Written {
  /** From the first mark to the end of the last one. */
  readonly start: number;
  readonly end: number;
  readonly generated: readonly { readonly text: string; readonly sum: string }[];
}

const orders = ["before generated after", "before generated between generated after"];

/** Null where the marks are not those of a generated migration. */
export function bodyOf(text: string, marks: readonly Mark[]): Body | null {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (!orders.includes(marks.map(({ kind }) => kind).join(" "))) return null;
  const sections = marks.map((each, index) => ({
    ...each,
    text: text.slice(each.end, marks[index + 1]?.start ?? each.end),
  }));
  const textAfter = (kind: Mark["kind"]) => sections.find((section) => section.kind === kind)?.text;
  return {
    start: first.start,
    end: last.end,
    before: textAfter("before") ?? nothingWritten.before,
    between: textAfter("between") ?? nothingWritten.between,
    generated: sections.flatMap((section) =>
      section.kind === "generated" ? [{ text: section.text, sum: section.sum ?? "" }] : [],
    ),
  };
}
