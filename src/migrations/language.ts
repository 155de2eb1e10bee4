import type { Statement } from "../change";
import { renderEach, renderQuery } from "./literal";
import { statementsOf } from "./scan-relations";
import { scanSql } from "./scan-sql";

/** What generated migrations can be written as: a class for TypeORM, in either language, or a script for each direction. */
const formats = ["ts", "js", "sql"] as const;
export type Format = (typeof formats)[number];
export type ClassFormat = Exclude<Format, "sql">;

/** How a format writes what the files of both have. */
export interface Language {
  /** What begins a comment of one line. */
  readonly comment: string;
  /** What a person may add. */
  readonly addition: string;
  statement(statement: Pick<Statement, "sql" | "listed">, indent: string): string;
}

const inClasses: Language = { comment: "//", addition: "SQL or code", statement: renderStatement };

export const languages: { readonly [F in Format]: Language } = {
  ts: inClasses,
  js: inClasses,
  sql: {
    comment: "--",
    addition: "SQL",
    statement: ({ sql }, indent) => `${indent}${together(terminated(sql))}`,
  },
};

function renderStatement({ sql, listed }: Pick<Statement, "sql" | "listed">, indent: string): string {
  return listed === undefined ? renderQuery(sql, indent) : renderEach(listed, indent);
}

/** What is sent in one text commits in one transaction, and so it does in a script. */
function together(sql: string): string {
  const isOne = statementsOf(sql).filter((statement) => statement !== "").length < 2;
  return isOne ? sql : `BEGIN;\n${sql}\nCOMMIT;`;
}

function terminated(sql: string): string {
  const text = sql.trim();
  // A closing semicolon must not stand in a comment.
  return scanSql(text).at(-1)?.kind === "comment" ? `${text}\n;` : `${text};`;
}
