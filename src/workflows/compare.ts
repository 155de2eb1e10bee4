import { renderScript, type ScriptItem, scripted } from "../apply";
import type { Difference } from "../pipeline";

/** The statements of a difference for `psql -f`, empty where there is none. It keeps no record. */
export function differenceScript({ up }: Difference): string {
  if (up.statements.length === 0) return "";
  const statements = up.statements.flatMap(({ sql, listed }): ScriptItem[] =>
    listed === undefined ? scripted(sql, up.transaction) : [{ kind: "listed", sql: listed }],
  );
  return renderScript(up.transaction ? [statement("BEGIN"), ...statements, statement("COMMIT")] : statements);
}

const statement = (sql: string): ScriptItem => ({ kind: "statement", sql });
