import { type DataType, isWrapped, tokenize } from "../schema";
import { arrayElements } from "./array-literal";

/**
 * A cheap normal form of an SQL expression: equal forms mean equal expressions, unequal ones mean nothing yet. It
 * knows words, not grammar: case, spaces, needless quotes and the outermost parentheses.
 */
export function normalForm(expression: string): string {
  let tokens = tokenize(expression);
  while (isWrapped(tokens)) tokens = tokens.slice(1, -1);
  return tokens.join(" ");
}

/** Whether two defaults of a column of this type are surely one. */
export function sameDefault(a: string, b: string, type: DataType): boolean {
  if (normalForm(a) === normalForm(b)) return true;
  const [left, right] = [literalOf(a), literalOf(b)];
  return left !== null && right !== null && sameLiteral(left, right, type);
}

function sameLiteral(a: string, b: string, type: DataType): boolean {
  if (a === b) return true;
  if (type.array) return arrayElements(a) !== null && arrayElements(a) === arrayElements(b);
  if (type.schema !== null) return false;
  switch (type.name) {
    case "boolean":
      return booleanOf(a) !== null && booleanOf(a) === booleanOf(b);
    case "jsonb":
      return canonicalJson(a) !== null && canonicalJson(a) === canonicalJson(b);
    case "smallint":
    case "integer":
    case "bigint":
      return integerOf(a) !== null && integerOf(a) === integerOf(b);
    default:
      return false;
  }
}

/** What a literal says, without its quotes and casts: `'a'::text` and `'a'` are both `a`, `0.5` and `'0.5'` both `0.5`. */
function literalOf(expression: string): string | null {
  let tokens = tokenize(expression);
  for (;;) {
    while (isWrapped(tokens)) tokens = tokens.slice(1, -1);
    const cast = castStart(tokens);
    if (cast === null) break;
    tokens = tokens.slice(0, cast);
  }
  const [first, second] = tokens;
  if (tokens.length === 1 && first !== undefined) return plainLiteral(first);
  if (tokens.length === 2 && (first === "-" || first === "+") && second !== undefined && isNumber(second))
    return first === "-" ? `-${second}` : second;
  return null;
}

function plainLiteral(token: string): string | null {
  if (token.startsWith("'")) return token.slice(1, -1).replaceAll("''", "'");
  return isNumber(token) || token === "true" || token === "false" ? token : null;
}

/** Where a trailing `:: type` begins, null when the expression does not end in a cast of its whole. */
function castStart(tokens: readonly string[]): number | null {
  const at = tokens.lastIndexOf("::");
  if (at < 1) return null;
  const isType = tokens.slice(at + 1).every((token) => /^["\w.,[\]()]/.test(token));
  // Only a cast of a single literal or of a parenthesis: anything longer binds tighter than we look.
  const operand = tokens.slice(0, at);
  const single = operand.length === 1 || isWrapped(operand) || castStart(operand) !== null;
  const signed = operand.length === 2 && operand[0] === "-";
  return isType && (single || signed) ? at : null;
}

const isNumber = (token: string) => /^\d/.test(token);
const integerOf = (text: string) => (/^[+-]?\d+$/.test(text.trim()) ? BigInt(text.trim()).toString() : null);

function booleanOf(text: string): boolean | null {
  const word = text.trim().toLowerCase();
  if (["true", "t", "yes", "y", "on", "1"].includes(word)) return true;
  if (["false", "f", "no", "n", "off", "0"].includes(word)) return false;
  return null;
}

function canonicalJson(text: string): string | null {
  try {
    return JSON.stringify(sortKeys(JSON.parse(text)));
  } catch {
    return null;
  }
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sortKeys(child)]),
  );
}
