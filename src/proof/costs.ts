import { type LockMode, strongest } from "../change";

/** What was done to one table that had existed before the migration began. */
export interface TableCost {
  /** As it was called then; qualified, quoted where needed. */
  readonly table: string;
  /** The strongest lock held on it while the statement ran. */
  readonly lock: LockMode;
  /** False where an earlier statement of the same transaction holds the lock, and this one asked for no stronger. */
  readonly acquired: boolean;
  /** The table was written anew, row by row. */
  readonly rewritten: boolean;
  /** All its rows were read. */
  readonly scanned: boolean;
  /** An index on it was built from all its rows. */
  readonly indexBuilt: boolean;
}

/** What a statement was seen to do. */
export interface StatementCost {
  readonly sql: string;
  /** Whether it ran in a transaction: what it locks stays locked to the end of that. */
  readonly transactional: boolean;
  readonly tables: readonly TableCost[];
}

/** The strongest of all that was done to each table. */
export function mergeCosts(statements: readonly StatementCost[]): TableCost[] {
  const merged = new Map<string, TableCost>();
  for (const cost of statements.flatMap(({ tables }) => tables)) {
    const known = merged.get(cost.table) ?? cost;
    merged.set(cost.table, {
      table: cost.table,
      lock: strongest([known.lock, cost.lock]) ?? cost.lock,
      acquired: known.acquired || cost.acquired,
      rewritten: known.rewritten || cost.rewritten,
      scanned: known.scanned || cost.scanned,
      indexBuilt: known.indexBuilt || cost.indexBuilt,
    });
  }
  return [...merged.values()].sort((a, b) => (a.table < b.table ? -1 : 1));
}
