import { scanSql } from "./scan-sql";

/**
 * The statements of a script, each without its semicolon and the comments around it, cut as psql cuts them: not inside
 * of literals, comments, parentheses, nor the body of an SQL function.
 */
export function splitSql(script: string): string[] {
  const statements: OpenStatement[] = [begin()];
  for (const { kind, text } of scanSql(script.replaceAll("\r\n", "\n"))) {
    if (kind !== "code") {
      add(statements, text, kind === "comment");
      continue;
    }
    for (const [word] of text.matchAll(/[\p{L}_][\p{L}\p{N}_$]*|\s+|[\s\S]/gu)) {
      const current = statements.at(-1) ?? begin();
      if (word === ";" && current.depth === 0 && current.blocks === 0) statements.push(begin());
      else {
        follow(current, word);
        add(statements, word, /^\s+$/.test(word));
      }
    }
  }
  return statements.flatMap(({ text, solid }) => (solid === 0 ? [] : [text.slice(0, solid)]));
}

/** A statement that is being read. */
interface OpenStatement {
  text: string;
  /** How much of the text ends in something that is neither a comment nor space. */
  solid: number;
  /** Of parentheses. */
  depth: number;
  /** Of `BEGIN ATOMIC … END` and of what else ends in END within. */
  blocks: number;
  /** Its first words, as far as they tell what it is. */
  words: string[];
}

const begin = (): OpenStatement => ({ text: "", solid: 0, depth: 0, blocks: 0, words: [] });

function add(statements: readonly OpenStatement[], text: string, isFiller: boolean): void {
  const current = statements.at(-1);
  // What comes before the first word belongs to nobody.
  if (current === undefined || (isFiller && current.text === "")) return;
  current.text += text;
  if (!isFiller) current.solid = current.text.length;
}

function follow(current: OpenStatement, word: string): void {
  if (word === "(") current.depth += 1;
  else if (word === ")") current.depth = Math.max(0, current.depth - 1);
  else if (/^[\p{L}_]/u.test(word)) followWord(current, word.toUpperCase());
}

function followWord(current: OpenStatement, word: string): void {
  if (current.words.length < 4) current.words.push(word);
  if (!/^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/.test(current.words.join(" "))) return;
  if (word === "BEGIN" || (word === "CASE" && current.blocks > 0)) current.blocks += 1;
  else if (word === "END" && current.blocks > 0) current.blocks -= 1;
}
