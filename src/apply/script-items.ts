import { scanSql, statementsOf } from "../migrations";
import { mixesControl } from "./run/control";

/** What psql is to do, in order. */
export type ScriptItem =
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "statement"; readonly sql: string }
  /** A question whose answers are sent, each column of each row. */
  | { readonly kind: "listed"; readonly sql: string };

export const comment = (text: string): ScriptItem => ({ kind: "comment", text });

export const listed = (sql: string): ScriptItem => ({ kind: "listed", sql });

export const statement = (sql: string): ScriptItem => ({ kind: "statement", sql });

/** A text that is not for psql to run. */
export const disabled = (sql: string): ScriptItem => comment(sql.trim().replaceAll("\n", "\n-- "));

/** A statement as psql needs it: it would commit each of several in one text by itself, where a driver does not. */
export function scripted(sql: string, inTransaction: boolean): ScriptItem[] {
  const isOne = statementsOf(sql).filter((each) => each !== "").length < 2;
  if (inTransaction || isOne || mixesControl(sql)) return [statement(sql)];
  return [statement("BEGIN"), statement(sql), statement("COMMIT")];
}

/** Text for `psql -f`. */
export function renderScript(items: readonly ScriptItem[]): string {
  const lines = items.map(renderItem);
  return ["\\set ON_ERROR_STOP on", "\\encoding UTF8", ...lines, ""].join("\n");
}

function renderItem(item: ScriptItem): string {
  switch (item.kind) {
    case "comment":
      return `\n-- ${item.text}`;
    case "statement":
      return terminated(item.sql);
    case "listed":
      return `${item.sql.trim()}\n\\gexec`;
  }
}

function terminated(sql: string): string {
  const text = sql.trim().replace(/;$/, "");
  // A closing semicolon must not stand in a comment.
  return scanSql(text).at(-1)?.kind === "comment" ? `${text}\n;` : `${text};`;
}
