import { keywords } from "./keywords";

/** Whether the first parenthesis closes at the last token. */
export function isWrapped(tokens: readonly string[]): boolean {
  if (tokens[0] !== "(" || tokens.at(-1) !== ")") return false;
  let depth = 0;
  for (const [position, token] of tokens.entries()) {
    if (token === "(") depth += 1;
    if (token === ")") depth -= 1;
    if (depth === 0) return position === tokens.length - 1;
  }
  return false;
}

const tokenPattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?\*\/|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|::|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[\p{L}_][\p{L}\p{N}_$]*|[<>=!~@#%^&|`?*/+-]+|[\s\S]/gu;

/** Words of an expression, in the spelling that PostgreSQL reads them in; spaces and comments left out. */
export function tokenize(expression: string): string[] {
  return [...expression.matchAll(tokenPattern)]
    .map(([token]) => token)
    .filter((token) => !/^(\s|--|\/\*)/.test(token))
    .map(normalToken);
}

function normalToken(token: string): string {
  if (token.startsWith('"'))
    return /^"[a-z_][a-z0-9_]*"$/.test(token) && !keywords.has(token.slice(1, -1))
      ? token.slice(1, -1)
      : token;
  if (/^[eE]'/.test(token)) return token.includes("\\") ? `e${token.slice(1)}` : token.slice(1);
  return /^[\p{L}_]/u.test(token) ? token.toLowerCase() : token;
}

/** The names an SQL text uses, unquoted. Words of the language are among them: it is a superset. */
export function namesIn(sql: string): Set<string> {
  const words = tokenize(sql).filter((token) => /^["\p{L}_]/u.test(token));
  return new Set(
    words.map((word) => (word.startsWith('"') ? word.slice(1, -1).replaceAll('""', '"') : word)),
  );
}

/**
 * An expression over columns that have other names; null where one of the names may mean something else there: a
 * function, a type, a field.
 */
export function renameColumnsIn(expression: string, names: ReadonlyMap<string, string>): string | null {
  const tokens = [...expression.matchAll(tokenPattern)].map(([token]) => token);
  const words = tokens.filter((token) => !/^(\s|--|\/\*)/.test(token));
  let word = -1;
  let isClear = true;
  const renamed = tokens.map((token) => {
    if (/^(\s|--|\/\*)/.test(token)) return token;
    word += 1;
    const name = names.get(columnNamed(token));
    if (name === undefined) return token;
    if (/^[.(']/.test(words[word + 1] ?? "") || /^(?:\.|::)$/.test(words[word - 1] ?? "")) isClear = false;
    return `"${name.replaceAll('"', '""')}"`;
  });
  return isClear ? renamed.join("") : null;
}

/** What stands unquoted and is a word of the language is no column. */
function columnNamed(token: string): string {
  if (token.startsWith('"')) return token.slice(1, -1).replaceAll('""', '"');
  return keywords.has(token.toLowerCase()) ? "" : token.toLowerCase();
}
