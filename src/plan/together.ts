import type { Statement } from "../change";

/**
 * Columns of one table that get other types one after the other get them in one statement: the table's rows are
 * written once. With USING they might speak of each other.
 */
export function together(statements: readonly Statement[]): Statement[] {
  const done: Statement[] = [];
  for (const statement of statements) {
    const last = done.at(-1);
    const joined = last === undefined ? null : join(last, statement);
    done.splice(joined === null ? done.length : -1, 1, joined ?? statement);
  }
  return done;
}

function join(first: Statement, second: Statement): Statement | null {
  const [one, other] = [first.altering, second.altering];
  if (one === undefined || other?.table !== one.table || second.afterCommit) return null;
  const parts = [...one.parts, ...other.parts];
  if (![one, other].every(({ parts }) => parts.some(retypes)) || parts.some((part) => / USING /.test(part)))
    return null;
  const reasons = [...(first.plainly ?? []), ...(second.plainly ?? [])];
  return {
    ...first,
    sql: joinParts(one.table, parts),
    altering: { table: one.table, parts },
    note: first.note ?? second.note,
    plainly: reasons.length === 0 ? undefined : reasons,
    changes: [...new Set([...first.changes, ...second.changes])],
  };
}

const retypes = (part: string) => /^ALTER COLUMN .* TYPE /.test(part);

export function joinParts(head: string, parts: readonly string[]): string {
  return parts.length === 1
    ? `${head} ${parts[0]}`
    : `${head}\n${parts.map((part) => `  ${part}`).join(",\n")}`;
}
