import { type LockMode, strongest } from "../change";
import { listOf, qualify, type Schema } from "../schema";

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

/** Without partitions: of a few that a scratch database has for others' sake, nothing follows for those that there are. */
export function withoutPartitions(statements: readonly StatementCost[], schema: Schema): StatementCost[] {
  const parts = new Set(
    listOf(schema, "table").flatMap((table) => table.parts.map((part) => qualify(part.schema, part.name))),
  );
  return statements.map((statement) => ({
    ...statement,
    tables: statement.tables.filter(({ table }) => !parts.has(table)),
  }));
}

/** What a statement does with a table's rows, the heaviest first. */
const works = ["rewritten", "indexBuilt", "scanned"] as const;

/** All that was done to one table, each work with the strongest lock that was held meanwhile. */
export interface MergedCost {
  readonly table: string;
  readonly lock: LockMode;
  readonly works: readonly { readonly work: (typeof works)[number]; readonly lock: LockMode }[];
}

export function mergeCosts(statements: readonly StatementCost[]): MergedCost[] {
  const costs = statements.flatMap(({ tables }) => tables);
  const tables = [...new Set(costs.map(({ table }) => table))].sort();
  return tables.map((table): MergedCost => {
    const here = costs.filter((cost) => cost.table === table);
    const lockOf = (some: readonly TableCost[]) => strongest(some.map(({ lock }) => lock));
    return {
      table,
      lock: lockOf(here) ?? "ACCESS SHARE",
      works: works.flatMap((work) => {
        const lock = lockOf(here.filter((cost) => cost[work]));
        return lock === null ? [] : [{ work, lock }];
      }),
    };
  });
}
