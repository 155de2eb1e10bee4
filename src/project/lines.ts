import { readText } from "./source";

/** The line, from 1, that declares a class (or an EntitySchema of that name) or its property; null when not found. */
export function findLine(file: string, className: string, property: string | null): number | null {
  const tokens = tokensOf(file);
  const start = declaration(tokens, className);
  const first = tokens[start];
  if (first === undefined) return null;
  if (property === null) return first.line;
  const found = first.text === "class" ? member(tokens, start, property) : described(tokens, start, property);
  return found?.line ?? decoratedCall(tokens, className, property)?.line ?? null;
}

/** Whether the file has a class of that name. */
export function declaresClass(file: string, className: string): boolean {
  const tokens = tokensOf(file);
  return tokens[declaration(tokens, className)]?.text === "class";
}

interface Token {
  readonly text: string;
  readonly line: number;
  /** How many brackets of any kind are open around it. */
  readonly depth: number;
}

const known = new Map<string, readonly Token[]>();

function tokensOf(file: string): readonly Token[] {
  const tokens = known.get(file) ?? tokenize(readText(file) ?? "");
  known.set(file, tokens);
  return tokens;
}

/** Names, strings and punctuation; no comments. Enough to find declarations, not to understand code. */
function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let depth = 0;
  for (const [piece] of text.matchAll(pieces)) {
    if (/[)\]}]/.test(piece) && piece.length === 1) depth -= 1;
    if (!/^\s|^\/[/*]/.test(piece)) tokens.push({ text: piece, line, depth });
    if (/[([{]/.test(piece) && piece.length === 1) depth += 1;
    line += piece.split("\n").length - 1;
  }
  return tokens;
}

const pieces =
  /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|[\p{L}_$#][\p{L}\p{N}_$]*|./gu;

/** Where `class Name`, or `name: "Name"` of an EntitySchema, begins. */
function declaration(tokens: readonly Token[], className: string): number {
  const next = (index: number): string | undefined => tokens[index + 1]?.text;
  const asClass = tokens.findIndex(({ text }, index) => text === "class" && next(index) === className);
  if (asClass !== -1) return asClass;
  return tokens.findIndex(
    ({ text }, index) =>
      text === "name" && next(index) === ":" && unquoted(tokens[index + 2]?.text) === className,
  );
}

/** A member of the class: a name at the depth of its body, not inside decorators or methods. */
function member(tokens: readonly Token[], start: number, property: string): Token | undefined {
  const open = tokens.findIndex(({ text }, index) => index > start && text === "{");
  const body = (tokens[start]?.depth ?? 0) + 1;
  for (let index = open + 1; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (open === -1 || token === undefined || token.depth < body) return undefined;
    const isNamed = token.depth === body && unquoted(token.text) === property;
    if (
      isNamed &&
      !/^[@=:.,|&<?]$/.test(tokens[index - 1]?.text ?? "") &&
      /^[:;=!?(}]$/.test(tokens[index + 1]?.text ?? "")
    )
      return token;
  }
  return undefined;
}

/** `property: {` in the description of an EntitySchema. */
function described(tokens: readonly Token[], start: number, property: string): Token | undefined {
  return tokens.find(
    ({ text }, index) =>
      index > start &&
      unquoted(text) === property &&
      tokens[index + 1]?.text === ":" &&
      tokens[index + 2]?.text === "{",
  );
}

/** `User.prototype, "property"`: how compiled JavaScript applies decorators. */
function decoratedCall(tokens: readonly Token[], className: string, property: string): Token | undefined {
  return tokens.find(
    ({ text }, index) =>
      text === className &&
      tokens[index + 2]?.text === "prototype" &&
      unquoted(tokens[index + 4]?.text) === property,
  );
}

function unquoted(text: string | undefined): string | undefined {
  return text?.replace(/^["'`](.*)["'`]$/s, "$1");
}
