import type { QueryRunner } from "typeorm";
import { type Migration, scanScript, scanSql, statementsOf } from "../../migrations";
import type { Direction } from "../events";

/** `up(q) { await q.query(⟨0⟩); await q.query(⟨1⟩); }`, its literals and comments taken out. */
const plain =
  /^(?:async\s+)?(?:function\s*)?(?:up|down)?\s*\(\s*([\w$]+)\s*\)\s*(?:=>\s*)?\{(?:\s*await\s+\1\.query\(\s*⟨\d+⟩\s*,?\s*\)\s*;?)*\s*\}$/;

/**
 * The statements of a migration that does nothing but send them, looks at no answer, and is over at once; null for
 * any other. Much of what `generate` writes is of this kind.
 */
export async function simpleStatements(
  { instance }: Migration,
  direction: Direction,
): Promise<readonly string[] | null> {
  const source = String(instance[direction]);
  if (source.includes("${") || !plain.test(scanScript(source).code.trim())) return null;
  const statements: string[] = [];
  const listener = { query: async (sql: string) => void statements.push(sql) };
  // By its form it asks for nothing else.
  await instance[direction](listener as unknown as QueryRunner);
  return areQuick(statements) ? statements : null;
}

/** What stands where the name does; only compared. Classes of Unicode take longer to compile than all the rest to run. */
const path = String.raw`((?:"(?:[^"]|"")+"|[^\s"(),;])+)`;
const madeTable = new RegExp(String.raw`^CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?${path}`, "i");
const ofTable = new RegExp(
  String.raw`^(?:ALTER\s+TABLE|CREATE\s+(?:UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)${path}\s+ON)\s+${path}`,
  "i",
);
const constant = String.raw`(?:''|-?[\d.]+|true|false|null|now\(\)|CURRENT_TIMESTAMP)(?:::[\w ()]+)?`;

/** Of any table, however large. What stands in parentheses is emptied. */
const quick = [
  /^CREATE\s+(?:TYPE|SCHEMA|SEQUENCE|VIEW|DOMAIN)\b/i,
  /^CREATE\s+TABLE\b(?!.*\b(?:AS|PARTITION\s+OF)\b)/is,
  /^ALTER\s+(?:TYPE|SEQUENCE|INDEX|VIEW|SCHEMA)\b.*\s(?:RENAME|OWNER\s+TO|SET\s+SCHEMA)\b/is,
  /^ALTER\s+TABLE\s+[^,]*\s(?:DROP\s+COLUMN|RENAME|DROP\s+CONSTRAINT|(?:SET|DROP)\s+DEFAULT|DROP\s+NOT\s+NULL)\b[^,]*$/is,
  new RegExp(
    String.raw`^ALTER\s+TABLE\s+[^,]*\sADD\s+COLUMN\s(?:(?!\b(?:DEFAULT|UNIQUE|PRIMARY|REFERENCES|CHECK|CONSTRAINT|GENERATED|(?:small|big)?serial)\b)[^,])*(?:\sDEFAULT\s+${constant}(?:\s+NOT\s+NULL)?)?$`,
    "is",
  ),
  /^DROP\s+(?:TABLE|TYPE|SCHEMA|SEQUENCE|VIEW|DOMAIN|INDEX\s+(?!CONCURRENTLY))\b/i,
  /^COMMENT\s+ON\b/i,
];

/** Whether each of them is over as soon as it has its lock: by its form, or since its table was made just before. */
function areQuick(statements: readonly string[]): boolean {
  const made = new Set<string>();
  return statements.every((sql) => {
    const [statement = "", ...more] = statementsOf(sql).filter((text) => text !== "");
    if (more.length > 0 || !endsInCode(sql)) return false;
    const table = madeTable.exec(statement)?.[1];
    if (table !== undefined) made.add(table);
    const short = emptied(statement);
    return quick.some((pattern) => pattern.test(short)) || made.has(ofTable.exec(statement)?.[2] ?? "");
  });
}

/** Whether the next statement may stand behind it: no literal and no comment is left open, however it is read. */
function endsInCode(sql: string): boolean {
  return !sql.includes("\\") && scanSql(`${sql}\n;`).at(-1)?.kind === "code";
}

function emptied(statement: string): string {
  const outer = statement.replaceAll(/\([^()]*\)/g, "\u0000");
  return outer === statement ? outer.replaceAll("\u0000", "()") : emptied(outer);
}
