import type { Configuration } from "../config/configuration";
import { findLockProblems, type Migration, readMigrations } from "../migrations";
import type { Database, Session } from "../postgres";
import type { LockHolder } from "./events";
import { type FailedMigration, type LastOperation, readFailed, readLastOperation } from "./journal";
import { lockHolder } from "./lock";
import { type Inhabited, readInhabited } from "./record/inhabited";
import { lockFindings } from "./record/lock-file";
import { type Problem, problemsOf } from "./record/problems";
import type { Executed } from "./record/record";
import { type MigrationRef, refOf } from "./record/references";
import { standingOf } from "./record/standing";
import { readState, type State, type Tables, tablesOf } from "./record/state";

/** Where a database stands. */
export interface StatusResult {
  /** The database, without its password. */
  readonly database: string;
  /** `server_version_num` */
  readonly version: number;
  /** In the order in which they were executed. */
  readonly applied: readonly MigrationRef[];
  /** Oldest first. */
  readonly pending: readonly MigrationRef[];
  /** Applied, but no file of the project has the name. */
  readonly unknown: readonly MigrationRef[];
  /** Pending, but older than one that is applied. */
  readonly late: readonly MigrationRef[];
  /** Applied after one that is newer. */
  readonly outOfOrder: readonly MigrationRef[];
  /** Of which some statements are done and others are not. */
  readonly unfinished: readonly UnfinishedRef[];
  /** Where the files and the record disagree, or the lock file is not sound. */
  readonly problems: readonly Problem[];
  /** What deserves a look, and keeps nothing from being applied. */
  readonly warnings: readonly Problem[];
  /** What stands in the database though nothing is recorded as applied; null where nothing does, or something is. */
  readonly inhabited: Inhabited | null;
  /** Pending ones whose last run failed or was interrupted. */
  readonly failed: readonly FailedMigration[];
  /** Who is at work on the database at this moment; null where nobody is. */
  readonly lockHolder: LockHolder | null;
  /** What was done last, by the journal; null where there is none. */
  readonly lastOperation: LastOperation | null;
}

export interface UnfinishedRef {
  readonly name: string;
  /** What goes on when it is run again. */
  readonly operation: "apply" | "rollback";
  /** How many statements are done. */
  readonly statements: number;
}

interface Given {
  readonly migrations?: readonly Migration[] | undefined;
}

/** What is applied and what is not. Changes nothing in the database. */
export async function status(
  configuration: Configuration,
  database: Database,
  options: Given = {},
): Promise<StatusResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const lock = await findLockProblems(configuration.migrations.directory, migrations);
  const tables = tablesOf(configuration);
  const { state, ...moment } = await database.session(async (session) => {
    const state = await readState(session, tables);
    return { state, ...(await momentOf(session, state, tables)) };
  });
  const standing = standingOf(migrations, state);
  const { applied, pending, unknown, late, unfinished } = standing;
  const found = lockFindings(lock, standing);
  return {
    database: database.label,
    version: database.version,
    applied,
    pending: pending.map(refOf),
    unknown,
    late: late.map(refOf),
    outOfOrder: applied.filter((_, index) => isOutOfOrder(state.executed, index)),
    unfinished: unfinished.map(({ name, operation, up, down }) => ({
      name,
      operation: operation === "rollback" ? "rollback" : "apply",
      statements: [...(operation === "rollback" ? down : up).values()].filter(
        ({ outcome }) => outcome !== "started",
      ).length,
    })),
    problems: [...problemsOf(standing), ...found.problems],
    warnings: found.warnings,
    ...moment,
    failed: moment.failed.filter(({ name }) => pending.some((each) => each.name === name)),
  };
}

type SeenNow = Pick<StatusResult, "inhabited" | "lockHolder" | "lastOperation" | "failed">;

/** A role that may read the record only is told what that says. */
async function momentOf(session: Session, state: State, tables: Tables): Promise<SeenNow> {
  const { table, exists } = state.place;
  return {
    inhabited: await inhabitedIn(session, state, tables),
    lockHolder: await lockHolder(session, tables).catch(() => null),
    lastOperation: exists ? await readLastOperation(session, table).catch(() => null) : null,
    failed: exists ? await readFailed(session, table).catch(() => []) : [],
  };
}

/** Only where there is no record to go by. */
async function inhabitedIn(session: Session, state: State, tables: Tables): Promise<Inhabited | null> {
  if (state.executed.length > 0 || state.journal.unfinished.size > 0) return null;
  const found = await readInhabited(session, tables);
  return found.tables.length > 0 ? found : null;
}

function isOutOfOrder(executed: readonly Executed[], index: number): boolean {
  const timestamp = executed[index]?.timestamp ?? 0;
  return executed.slice(0, index).some((earlier) => earlier.timestamp > timestamp);
}
