import type {
  AppliedRef,
  ApplyOptions,
  ApplyResult,
  DownLoss,
  HistoryEntry,
  HistoryOptions,
  RollbackOptions,
  RollbackResult,
  SchemaGuard,
  ScriptRange,
  StatusResult,
} from "../apply";
import * as runner from "../apply";
import type { Configuration } from "../config";
import { type GuardOptions, guardOf } from "../drift";
import { readMigrations } from "../migrations";
import { type Database, type EmbeddedOptions, openMemoryDatabase } from "../postgres";
import { type BackupRequest, type BackupResult, backupOf } from "./backup";
import { withDatabase } from "./database";
import { driftWarning } from "./drift";

/** What may be said about the schema of the database that is to be changed. */
export type DriftAllowance = Pick<GuardOptions, "allowDrift" | "scratch">;

/** Runs what is pending in the project's database, unless somebody has changed what the migrations made. */
export function apply(
  configuration: Configuration,
  options: ApplyOptions & DriftAllowance & EmbeddedOptions = {},
): Promise<ApplyResult> {
  return withDatabase(configuration, options, (database) =>
    runner.apply(configuration, database, { ...options, guard: guardFor(configuration, database, options) }),
  );
}

export interface BackedUp extends ApplyResult {
  /** Null where there was nothing to apply. */
  readonly backup: BackupResult | null;
}

/** The same with a backup before it, where there is anything to apply. */
export function applyWithBackup(
  configuration: Configuration,
  options: ApplyOptions & DriftAllowance & EmbeddedOptions,
  request: BackupRequest & { readonly onBackup?: (made: BackupResult) => void },
): Promise<BackedUp> {
  return withDatabase(configuration, options, async (database) => {
    const { planned } = await runner.apply(configuration, database, { ...options, dryRun: true });
    const backup = planned.length === 0 ? null : await backupOf(configuration, database, request);
    if (backup !== null) request.onBackup?.(backup);
    const guard = guardFor(configuration, database, options);
    return { ...(await runner.apply(configuration, database, { ...options, guard })), backup };
  });
}

/** Undoes what was executed last. */
export function rollback(
  configuration: Configuration,
  options: UndoRequest = {},
): Promise<RollbackResult & { readonly losses: readonly DownLoss[] }> {
  return withDatabase(configuration, options, async (database) => {
    const losses = await runner.lossesGoingDown(configuration, database, options);
    if (losses.length > 0 && !options.acceptDataLoss && !options.dryRun)
      throw runner.refusedGoingDown(losses);
    const guard = guardFor(configuration, database, options);
    return { ...(await runner.rollback(configuration, database, { ...options, guard })), losses };
  });
}

export interface UndoRequest extends RollbackOptions, EmbeddedOptions {
  /** Whether data that is there may go: what a migration added is taken away with what is in it. */
  readonly acceptDataLoss?: boolean | undefined;
}

/** What undoing would destroy of the data that is there. */
export function rollbackLosses(
  configuration: Configuration,
  options: RollbackOptions & EmbeddedOptions = {},
): Promise<readonly DownLoss[]> {
  return withDatabase(configuration, options, (database) =>
    runner.lossesGoingDown(configuration, database, options),
  );
}

function guardFor(
  configuration: Configuration,
  database: Database,
  { onEvent, ...options }: ApplyOptions & DriftAllowance,
): SchemaGuard {
  const onWarning = (message: string) => onEvent?.({ kind: "warning", message });
  return guardOf(configuration, database, { ...options, onWarning });
}

/** What is applied and what is not, and whether somebody changed what is applied by hand. */
export async function status(
  configuration: Configuration,
  options: EmbeddedOptions = {},
): Promise<StatusResult> {
  const migrations = await readMigrations(configuration);
  return withDatabase(configuration, options, async (database) => {
    const found = await runner.status(configuration, database, { migrations });
    const drift = await driftWarning(configuration, database, migrations);
    return drift === null ? found : { ...found, warnings: [...found.warnings, drift] };
  });
}

/** What is applied, in the order in which it was. */
export function history(
  configuration: Configuration,
  options: HistoryOptions & EmbeddedOptions = {},
): Promise<readonly AppliedRef[]> {
  return withDatabase(configuration, options, (database) => runner.history(configuration, database, options));
}

/** Everything that was ever done to the database, in the order of doing. */
export function journal(
  configuration: Configuration,
  options: HistoryOptions & EmbeddedOptions = {},
): Promise<readonly HistoryEntry[]> {
  return withDatabase(configuration, options, (database) => runner.journal(configuration, database, options));
}

/** Which way a script leads, and how far. */
export interface ScriptRequest extends Omit<ScriptRange, "migrations">, EmbeddedOptions {}

/**
 * The psql script that does what `apply` or `rollback` would do, empty where that is nothing. Where what is applied
 * plays no part the project's database is not asked, so that it need not be within reach.
 */
export async function script(configuration: Configuration, request: ScriptRequest): Promise<string> {
  const { to } = request;
  const offline = to !== undefined && runner.endsOf(to) !== null && !runner.rangeAsksDatabase(to);
  const write = async (database: Database) => {
    const items = await runner.script(configuration, database, request);
    return items.length === 0 ? "" : runner.renderScript(items);
  };
  return offline ? withMemory(write) : withDatabase(configuration, request, write);
}

async function withMemory<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openMemoryDatabase();
  return work(database).finally(() => database.close());
}
