import type { HintPrefix } from "../change";
import { SchemaError } from "../errors";

/** Where an answer comes from. A flag beats the file, the file beats the decorator. */
export type HintSource = "flag" | "file" | "decorator";

/** A rename as a person wrote it, not yet looked up in any schema. */
export interface Hint {
  readonly source: HintSource;
  readonly prefix: HintPrefix | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** As it was written, for messages. */
  readonly text: string;
}

/** Something whose removal a person wants, as it was written. */
export interface DropHint {
  readonly prefix: HintPrefix | null;
  readonly path: readonly string[];
  readonly text: string;
}

const prefixWords: readonly HintPrefix[] = ["schema", "table", "column", "enum", "enum-value", "view"];

/** Reads `users.name=full_name`, `users=accounts`, `table:public.t=app.t`. Throws `HINT_INVALID`. */
export function parseRename(text: string, source: HintSource): Hint {
  const [prefix, body] = splitPrefix(text);
  const sides = splitOutsideQuotes(body, "=");
  const [from, to] = sides.map((side) => parsePath(side));
  if (sides.length !== 2 || !from?.length || !to?.length)
    throw invalid(text, "OLD=NEW, as in users.name=full_name");
  return { source, prefix, from, to, text };
}

/** Reads `users.ssn`, `table:audit`. Throws `HINT_INVALID`. */
export function parseDrop(text: string): DropHint {
  const [prefix, body] = splitPrefix(text);
  const path = parsePath(body);
  if (!path?.length) throw invalid(text, "a name, as in users.ssn");
  return { prefix, path, text };
}

function splitPrefix(text: string): [HintPrefix | null, string] {
  const prefix = prefixWords.find((word) => text.startsWith(`${word}:`));
  return prefix === undefined ? [null, text] : [prefix, text.slice(prefix.length + 1)];
}

/** `public."Order".id` → its three names; null where a name is empty or a quote is left open. */
function parsePath(text: string): string[] | null {
  const parts = splitOutsideQuotes(text.trim(), ".").map(unquote);
  return parts.some((part) => part === null || part === "") ? null : (parts as string[]);
}

function unquote(text: string): string | null {
  if (!text.startsWith('"')) return text.includes('"') ? null : text;
  return /^"(?:[^"]|"")+"$/.test(text) ? text.slice(1, -1).replaceAll('""', '"') : null;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [""];
  for (const [piece] of text.matchAll(/"(?:[^"]|"")*"?|[\s\S]/g)) {
    if (piece === separator) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${piece}`);
  }
  return parts;
}

function invalid(text: string, form: string): SchemaError {
  return new SchemaError({
    code: "HINT_INVALID",
    message: `"${text}" cannot be read as an answer.`,
    hint: `Write ${form}; put names with dots or equals signs into double quotes.`,
  });
}
