import { type SqlPiece, scanSql } from "./scan-sql";

const lineWidth = 110;

/** `await queryRunner.query(…);` with the SQL as a template literal, indented to be read. */
export function renderQuery(sql: string, indent: string): string {
  return `${indent}${queryCall(sql, indent)};`;
}

/** Sends each statement that the question gives. */
export function renderEach(question: string, indent: string): string {
  const inner = `${indent}  `;
  return [
    `${indent}for (const { sql } of ${queryCall(question, indent)}) {`,
    `${inner}await queryRunner.query(sql);`,
    `${indent}}`,
  ].join("\n");
}

function queryCall(sql: string, indent: string): string {
  const lines = linesOf(sql);
  const short = `await queryRunner.query(\`${escapeTemplate(sql)}\`)`;
  if (lines.length <= 1 && indent.length + short.length < lineWidth) return short;
  const body = lines.map(({ text, literal }) => (literal || text === "" ? text : `${indent}  ${text}`));
  return `await queryRunner.query(\`\n${body.map(escapeTemplate).join("\n")}\n${indent}\`)`;
}

interface LiteralLine {
  readonly text: string;
  /** The line begins inside a quoted literal: not a space of it may change. */
  readonly literal: boolean;
}

function linesOf(sql: string): LiteralLine[] {
  const lines: LiteralLine[] = [{ text: "", literal: false }];
  for (const { kind, text } of piecesOf(sql)) {
    const [first = "", ...more] = text.split("\n");
    const last = lines.pop() ?? { text: "", literal: false };
    const literal = kind === "string" || kind === "identifier";
    lines.push({ ...last, text: last.text + first }, ...more.map((line) => ({ text: line, literal })));
  }
  return lines;
}

const block = /^(DO\s+\$(\w*)\$)([\s\S]*)(\$\2\$;?)$/;

/** The body of a `DO` is code itself, though it stands in a literal. */
function piecesOf(sql: string): SqlPiece[] {
  const [, open, , body, close] = block.exec(sql) ?? [];
  if (open === undefined || body === undefined || close === undefined) return scanSql(sql);
  return [{ kind: "code", text: open }, ...scanSql(body), { kind: "code", text: close }];
}

function escapeTemplate(sql: string): string {
  return sql.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("${", "\\${").replaceAll("\r", "\\r");
}
