import type { Configuration } from "../config/configuration";
import { type Migration, readMigrations } from "../migrations";
import type { Database } from "../postgres";
import { standingOf } from "./plan-range";
import { type Executed, readRecord, recordTableOf } from "./record";
import { type MigrationRef, refOf } from "./references";

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
}

/** What is applied and what is not. Changes nothing in the database. */
export async function status(
  configuration: Configuration,
  database: Database,
  options: { readonly migrations?: readonly Migration[] | undefined } = {},
): Promise<StatusResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const table = recordTableOf(configuration);
  const { executed } = await database.session((session) => readRecord(session, table));
  const { applied, pending, unknown, late } = standingOf(migrations, executed);
  return {
    database: database.label,
    version: database.version,
    applied,
    pending: pending.map(refOf),
    unknown,
    late: late.map(refOf),
    outOfOrder: applied.filter((_, index) => isOutOfOrder(executed, index)),
  };
}

function isOutOfOrder(executed: readonly Executed[], index: number): boolean {
  const timestamp = executed[index]?.timestamp ?? 0;
  return executed.slice(0, index).some((earlier) => earlier.timestamp > timestamp);
}

/** What is applied, in the order in which it was executed. */
export async function history(...given: Parameters<typeof status>): Promise<readonly MigrationRef[]> {
  return (await status(...given)).applied;
}

/** What was executed last, null where nothing was. */
export async function current(...given: Parameters<typeof status>): Promise<MigrationRef | null> {
  return (await history(...given)).at(-1) ?? null;
}
