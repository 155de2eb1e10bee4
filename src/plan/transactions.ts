import type { Plan, Statement } from "../change";
import { quoteLiteral } from "../schema";

/**
 * A transaction holds a lock, and more, for whatever it makes or drops, and a server with its default settings has room
 * for 6,400 of them in all.
 */
const mostChanges = 3000;

/** Whether the statements would hold more locks than a server has room for if they shared a transaction. */
export function isTooLarge(statements: readonly Statement[]): boolean {
  return statements.reduce((sum, { changes }) => sum + changes.length, 0) > mostChanges;
}

/**
 * Decides whether the statements can share one transaction. A new enum label can be used only when it is committed,
 * some statements refuse a transaction, some must not hold the locks of others, and very many hold too many: then each
 * commits by itself.
 */
export function separateCommits(statements: readonly Statement[]): Plan {
  const fresh = new Set<string>();
  const marked = statements.map((statement) => {
    const afterCommit = statement.afterCommit || [...fresh].some((label) => statement.sql.includes(label));
    for (const label of newLabels(statement)) fresh.add(label);
    return { ...statement, afterCommit };
  });
  const transaction =
    !isTooLarge(marked) && marked.every(({ transactional, afterCommit }) => transactional && !afterCommit);
  return { statements: marked, transaction };
}

/** The labels that `ALTER TYPE … ADD VALUE` adds, as SQL writes them. */
function newLabels({ sql, changes }: Statement): string[] {
  if (!sql.includes(" ADD VALUE ")) return [];
  return changes.flatMap((change) =>
    change.kind === "enum" && change.action === "alter"
      ? change.to.labels.filter((label) => !change.from.labels.includes(label)).map(quoteLiteral)
      : [],
  );
}

/** The plan with these statements before its own. */
export function precede(statements: readonly Statement[], plan: Plan): Plan {
  return separateCommits([...statements, ...plan.statements]);
}

/** The plan with these statements after its own. */
export function succeed(plan: Plan, statements: readonly Statement[]): Plan {
  return separateCommits([...plan.statements, ...statements]);
}
