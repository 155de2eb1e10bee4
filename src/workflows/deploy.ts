import type {
  ApplyOptions,
  ApplyResult,
  Direction,
  HistoryEntry,
  RollbackOptions,
  RollbackResult,
  StatusResult,
} from "../apply";
import * as runner from "../apply";
import type { Configuration } from "../config";
import type { EmbeddedOptions } from "../postgres";
import { withDatabase } from "./database";

/** Runs what is pending in the project's database. */
export function apply(
  configuration: Configuration,
  options: ApplyOptions & EmbeddedOptions = {},
): Promise<ApplyResult> {
  return withDatabase(configuration, options, (database) => runner.apply(configuration, database, options));
}

/** Undoes what was executed last. */
export function rollback(
  configuration: Configuration,
  options: RollbackOptions & EmbeddedOptions = {},
): Promise<RollbackResult> {
  return withDatabase(configuration, options, (database) =>
    runner.rollback(configuration, database, options),
  );
}

/** What is applied and what is not. */
export function status(configuration: Configuration, options: EmbeddedOptions = {}): Promise<StatusResult> {
  return withDatabase(configuration, options, (database) => runner.status(configuration, database));
}

/** Everything that was ever done to the database, in the order of doing. */
export function journal(
  configuration: Configuration,
  options: EmbeddedOptions = {},
): Promise<readonly HistoryEntry[]> {
  return withDatabase(configuration, options, (database) => runner.journal(configuration, database));
}

export interface ScriptRequest extends EmbeddedOptions {
  readonly direction: Direction;
  readonly to?: string | undefined;
  readonly steps?: number | undefined;
}

/** The psql script that does what `apply` or `rollback` would do, empty where that is nothing. */
export function script(configuration: Configuration, request: ScriptRequest): Promise<string> {
  return withDatabase(configuration, request, async (database) => {
    const items = await runner.script(configuration, database, request);
    return items.length === 0 ? "" : runner.renderScript(items);
  });
}
