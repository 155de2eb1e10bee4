import { isWrapped, tokenize } from "../schema";

/** PostgreSQL prints most expressions in parentheses that whoever writes the statement puts there anyway. */
export function unwrap(expression: string): string;
export function unwrap(expression: string | null): string | null;
export function unwrap(expression: string | null): string | null {
  const wrapped = expression?.startsWith("(") && expression.endsWith(")") && isWrapped(tokenize(expression));
  return wrapped ? unwrap(expression?.slice(1, -1) ?? null) : expression;
}
