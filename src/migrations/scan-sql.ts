/** A stretch of SQL text and what it is, lexically. */
export interface SqlPiece {
  readonly kind: "code" | "string" | "identifier" | "comment";
  readonly text: string;
}

const opener = /--|\/\*|(?<![\p{L}\p{N}_$])[eE]'|'|"|(?<![\p{L}\p{N}_$])\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/gu;

/** Cuts SQL into code, literals, quoted names and comments. The pieces joined are the text again. */
export function scanSql(sql: string): SqlPiece[] {
  const pieces: SqlPiece[] = [];
  let position = 0;
  const take = (kind: SqlPiece["kind"], end: number): void => {
    if (end > position) pieces.push({ kind, text: sql.slice(position, end) });
    position = end;
  };
  while (position < sql.length) {
    opener.lastIndex = position;
    const found = opener.exec(sql);
    take("code", found?.index ?? sql.length);
    if (found) take(kindOf(found[0]), endOf(sql, found[0], position));
  }
  return pieces;
}

function kindOf(open: string): SqlPiece["kind"] {
  if (open === "--" || open === "/*") return "comment";
  return open === '"' ? "identifier" : "string";
}

function endOf(sql: string, open: string, start: number): number {
  if (open === "/*") return endOfBlockComment(sql, start);
  if (open === "--") return match(/\n|$/g, sql, start);
  if (open === "'") return match(/'(?:[^']|'')*(?:'|$)/g, sql, start);
  if (open === '"') return match(/"(?:[^"]|"")*(?:"|$)/g, sql, start);
  if (open.endsWith("'")) return match(/[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/g, sql, start);
  const close = sql.indexOf(open, start + open.length);
  return close < 0 ? sql.length : close + open.length;
}

function match(pattern: RegExp, sql: string, start: number): number {
  pattern.lastIndex = start;
  const found = pattern.exec(sql);
  return found ? found.index + found[0].length : sql.length;
}

/** PostgreSQL's block comments nest. */
function endOfBlockComment(sql: string, start: number): number {
  const mark = /\/\*|\*\//g;
  mark.lastIndex = start;
  let depth = 0;
  for (let found = mark.exec(sql); found; found = mark.exec(sql)) {
    depth += found[0] === "/*" ? 1 : -1;
    if (depth === 0) return mark.lastIndex;
  }
  return sql.length;
}
