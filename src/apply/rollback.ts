import type { Configuration } from "../config/configuration";
import { type Migration, readMigrations } from "../migrations";
import type { Database } from "../postgres";
import type { RunOptions } from "./apply";
import type { Ran } from "./events";
import { momentOf, schemaEntry } from "./guard";
import { withoutHooks } from "./hooks";
import { type DownTo, downRange } from "./plan-range";
import { deleteRecordsSql } from "./record/record";
import { type MigrationRef, refOf } from "./record/references";
import { refuseGoingDown } from "./record/refusals";
import { standingOf } from "./record/standing";
import type { State } from "./record/state";
import { ofNone, watched } from "./run/context";
import { runRange } from "./run/run-range";
import { withRun } from "./with-run";

/** How far to go back, how, and what to pass over. */
export interface RollbackOptions extends RunOptions, DownTo {}

/** What was to be undone and what was. */
export interface RollbackResult {
  /** What was asked for, the newest first. */
  readonly planned: readonly MigrationRef[];
  /** What was undone; nothing after `dryRun`. */
  readonly ran: readonly Ran[];
}

/** Undoes what was executed last, each migration in a transaction with its record. */
export async function rollback(
  configuration: Configuration,
  database: Database,
  options: RollbackOptions = {},
): Promise<RollbackResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  return withRun<readonly Migration[], RollbackResult>(configuration, database, options, {
    operation: "rollback",
    settle: (state) => settled(migrations, state, options),
    idle: (range) => (options.dryRun || range.length === 0 ? { planned: range.map(refOf), ran: [] } : null),
    work: async (range, site, state, { record }) => {
      const { journal, recordExists } = state;
      const { guard } = options;
      const moment = await momentOf(site.session, migrations, standingOf(migrations, state), range, state);
      const isUntouched = await watched({ watch: site.watch, options }, ofNone, async () =>
        guard?.isUntouched(site.session, moment),
      );
      const ran = await runRange(
        site,
        {
          migrations: range,
          hooks: withoutHooks,
          direction: "down",
          mode: options.transaction ?? "grouped",
          unfinished: journal.unfinished,
          // What was left unfinished may have no record yet to be struck off.
          recordSql: (undone) => (recordExists ? deleteRecordsSql(record, undone) : []),
        },
        options,
      );
      if (guard && isUntouched) {
        const left = moment.applied.filter((migration) => !range.includes(migration));
        const fingerprint = await guard.fingerprint(site.session, left);
        await site.journal.write([schemaEntry("rollback", { fingerprint, drift: null })]);
      }
      return { planned: range.map(refOf), ran };
    },
  });
}

function settled(
  migrations: readonly Migration[],
  state: State,
  options: RollbackOptions,
): readonly Migration[] {
  const standing = standingOf(migrations, state);
  const range = downRange(migrations, standing, options);
  refuseGoingDown(standing, range, options);
  return range;
}
