import type { ColumnSql, DropHint, Hint, HintPrefix, HintSource, LabelMap } from "../change";
import { SchemaError } from "../errors";

const prefixWords: readonly HintPrefix[] = [
  "schema",
  "table",
  "column",
  "enum",
  "enum-value",
  "view",
  "sequence",
  "index",
];

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
export function parseDrop(text: string, source: HintSource): DropHint {
  const [prefix, body] = splitPrefix(text);
  const path = parsePath(body);
  if (!path?.length) throw invalid(text, "a name, as in users.ssn");
  return { source, prefix, path, text };
}

/** Reads `users.age=age::int`, whatever the SQL after the first equals sign. Throws `HINT_INVALID`. */
export function parseColumnSql(text: string, source: HintSource): ColumnSql {
  const [side = "", ...rest] = splitOutsideQuotes(text.replace(/^column:/, ""), "=");
  const [path, expression] = [parsePath(side), rest.join("=").trim()];
  if (path === null || path.length < 2 || expression === "")
    throw invalid(text, "COLUMN=EXPRESSION, as in users.age=age::int");
  return { source, path, expression, text };
}

/** Reads `order_status.cancelled=closed`. Throws `HINT_INVALID`. */
export function parseMap(text: string, source: HintSource): LabelMap {
  const { from, to } = parseRename(text, source);
  const [label, ...more] = to;
  if (from.length < 2 || label === undefined || more.length > 0)
    throw invalid(text, "ENUM.LABEL=LABEL, as in order_status.cancelled=closed");
  return { source, path: from, to: label, text };
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

export function splitOutsideQuotes(text: string, separator: string): string[] {
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
