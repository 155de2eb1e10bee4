import { isAtLeast, isConcurrent, type LockMode, strongest } from "../change";
import type { Migration } from "../migrations";
import type { QueryResult, Session } from "../postgres/database";
import type { StatementCost, TableCost } from "./costs";
import { type Glimpse, type Look, type Tracker, trackTables } from "./tracker";

/** Sees what each statement of a migration does to the tables that stand there when the migration begins. */
export interface Observer {
  /** For running migrations on. */
  readonly session: Session;
  /** The migration as it was, observed while it runs. */
  watch(migration: Migration): Migration;
  /** What the migration that ran last was seen to do, statement by statement. */
  readonly statements: readonly StatementCost[];
}

/** @param afterEach called when a statement was run and observed, before anything else is sent */
export function observerOver(session: Session, afterEach: () => Promise<void> = async () => {}): Observer {
  let statements: StatementCost[] = [];
  /** Null while no migration runs. */
  let tracker: Tracker | null = null;
  /** Whether something else was sent since the last statement, which may have begun or ended a transaction. */
  let stale = true;

  const measure = async (
    tables: Tracker,
    sql: string,
    run: () => Promise<QueryResult>,
  ): Promise<Measured> => {
    // Nobody has waited for a table that was not there.
    if (tables.size === 0)
      return { result: await run(), cost: { sql, transactional: !isConcurrent(sql), tables: [] } };
    if (stale) await tables.look();
    const result = await run();
    const cost = costOf(sql, await tables.look());
    stale = false;
    return { result, cost };
  };

  const execute: Session["execute"] = async (sql, parameters) => {
    if (tracker === null) return session.execute(sql, parameters);
    const { result, cost } = await measure(tracker, sql, () => session.execute(sql, parameters));
    statements.push(cost);
    await afterEach();
    return result;
  };

  const watched =
    (run: Migration["instance"]["up"]): Migration["instance"]["up"] =>
    async (queryRunner) => {
      statements = [];
      stale = true;
      tracker = await trackTables(session);
      try {
        await run(queryRunner);
      } finally {
        tracker = null;
      }
    };

  return {
    session: {
      processId: session.processId,
      execute,
      query: (sql, parameters) => {
        stale = true;
        return session.query(sql, parameters);
      },
    },
    watch: (migration) => ({
      ...migration,
      instance: {
        up: watched((queryRunner) => migration.instance.up(queryRunner)),
        down: watched((queryRunner) => migration.instance.down(queryRunner)),
      },
    }),
    get statements() {
      return statements;
    },
  };
}

interface Measured {
  readonly result: QueryResult;
  readonly cost: StatementCost;
}

function costOf(sql: string, { glimpses, inside }: Look): StatementCost {
  const tables = glimpses.flatMap((glimpse) => tableCost(glimpse, inside));
  return { sql, transactional: inside, tables: tables.sort((a, b) => (a.table < b.table ? -1 : 1)) };
}

function tableCost({ path: table, before, after }: Glimpse, inside: boolean): TableCost[] {
  // A dropped table took its lock with it.
  if (after === null)
    return [
      {
        table,
        lock: "ACCESS EXCLUSIVE",
        acquired: true,
        rewritten: false,
        scanned: false,
        indexBuilt: false,
      },
    ];
  const rewritten = after.filenode !== before.filenode;
  const built = [...after.indexFiles].some((file) => !before.indexFiles.has(file));
  const indexesChanged = built || [...before.indexes].some((oid) => !after.indexes.has(oid));
  const lock = inside ? strongest(after.modes) : lockOutside(rewritten, indexesChanged);
  const scanned = inside ? after.scans > before.scans : built;
  if (lock === null || !isAtLeast(lock, "ROW SHARE")) return [];
  const acquired = lock !== strongest(before.modes);
  return [{ table, lock, acquired, rewritten, scanned, indexBuilt: built && !rewritten }];
}

/** What refuses a transaction has let go of its lock before anybody can look: CONCURRENTLY, and VACUUM FULL. */
function lockOutside(rewritten: boolean, indexesChanged: boolean): LockMode | null {
  if (rewritten) return "ACCESS EXCLUSIVE";
  return indexesChanged ? "SHARE UPDATE EXCLUSIVE" : null;
}
