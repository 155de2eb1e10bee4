import { isWrapped, tokenize } from "../schema";

/** Without the outermost parentheses, where they are one pair. */
export function unwrap(expression: string): string {
  const text = expression.trim();
  return text.startsWith("(") && text.endsWith(")") && isWrapped(tokenize(text))
    ? unwrap(text.slice(1, -1))
    : text;
}
