import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { findLockProblems, type LockProblem, type Migration, readMigrations } from "../migrations";
import type { Database } from "../postgres";
import type { Ran } from "./events";
import { type Moment, momentOf, type SchemaGuard, schemaEntry } from "./guard";
import { type Hooks, readHooks } from "./hooks";
import { upRange } from "./plan-range";
import { refuseInhabited } from "./record/inhabited";
import type { Allowances } from "./record/problems";
import { createRecordSql, insertRecordsSql } from "./record/record";
import { type MigrationRef, refOf } from "./record/references";
import { refuseGoingUp } from "./record/refusals";
import { type Standing, standingOf } from "./record/standing";
import type { State } from "./record/state";
import { ofNone, watched } from "./run/context";
import { runRange, type TransactionMode } from "./run/run-range";
import type { RunnerOptions } from "./run/runner";
import { withRun } from "./with-run";

export interface RunOptions extends RunnerOptions, Allowances {
  /** Lists what would be run, and runs nothing. */
  readonly dryRun?: boolean | undefined;
  readonly transaction?: TransactionMode | undefined;
  /** The project's migrations, where they are read already. */
  readonly migrations?: readonly Migration[] | undefined;
  /** Compares the schema with what the migrations lead to; without one nothing is compared. */
  readonly guard?: SchemaGuard | undefined;
}

/** How far to go, how, and what to pass over. */
export interface ApplyOptions extends RunOptions {
  /** The place to stop at: a migration's name or the beginning of it, `+N`, `NAME+N`, `head`; without it, everything pending. */
  readonly to?: string | undefined;
}

/** What was pending and what became of it. */
export interface ApplyResult {
  /** What was asked for, in the order of running. */
  readonly planned: readonly MigrationRef[];
  /** What was run; nothing after `dryRun`. */
  readonly ran: readonly Ran[];
  /** What stays pending afterwards. */
  readonly remaining: readonly MigrationRef[];
  /** Those of `planned` that are older than one applied before. */
  readonly outOfOrder: readonly MigrationRef[];
  /** In the record, but no file has the name. */
  readonly unknown: readonly MigrationRef[];
}

interface PlannedApply {
  readonly standing: Standing;
  readonly range: readonly Migration[];
  /** What an earlier run has applied, with the hooks after it still to be run. */
  readonly owed: readonly string[];
}

/** Runs what is pending, each migration in a transaction with its record. */
export async function apply(
  configuration: Configuration,
  database: Database,
  options: ApplyOptions = {},
): Promise<ApplyResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const lock = await findLockProblems(configuration.migrations.directory, migrations);
  const hooks = readHooks(configuration);
  let moment: Moment | null = null;
  return withRun<PlannedApply, ApplyResult>(configuration, database, options, {
    operation: "apply",
    settle: (state) => settled(migrations, state, lock, hooks, options),
    idle: (found) =>
      options.dryRun || (found.range.length === 0 && found.owed.length === 0) ? resultOf(found, []) : null,
    inspect: async ({ standing, range }, session, state, tables) => {
      await refuseInhabited(configuration, range, session, state, tables);
      if (range.length === 0) return;
      moment = await momentOf(session, migrations, standing, range, state);
      await options.guard?.before(session, moment);
    },
    work: async (found, site, { recordExists, journal }, { record }) => {
      const ran = await runRange(
        site,
        {
          migrations: found.range,
          owed: found.owed,
          hooks,
          direction: "up",
          mode: options.transaction ?? "grouped",
          unfinished: journal.unfinished,
          // The table is made with the first migration, so that its failure leaves nothing behind.
          recordSql: (done) => [
            ...(recordExists || done[0] !== found.range[0] ? [] : createRecordSql(record)),
            ...insertRecordsSql(record, done),
          ],
        },
        options,
      );
      const { guard } = options;
      const { session, watch } = site;
      if (guard && moment !== null) {
        const began = moment;
        try {
          const verdict = await watched({ watch, options }, ofNone, () => guard.after(session, began));
          await site.journal.write([schemaEntry("apply", verdict)]);
        } catch (error) {
          throw notCompared(error);
        }
      }
      return resultOf(found, ran);
    },
  });
}

function settled(
  migrations: readonly Migration[],
  state: State,
  lock: readonly LockProblem[],
  hooks: Hooks,
  options: ApplyOptions,
): PlannedApply {
  const standing = standingOf(migrations, state);
  const range = upRange(standing, options.to);
  refuseGoingUp(standing, range, lock, options);
  return { standing, range, owed: hooks.afterApply.length > 0 ? state.journal.owedAfterApply : [] };
}

/** What went wrong after the last migration is nothing that a migration did. */
function notCompared(cause: unknown): unknown {
  if (!(cause instanceof SchemaError) || cause.code === "DRIFT") return cause;
  const { code, message, exit } = cause;
  return new SchemaError({
    code,
    message: `${message}\nWhat was to be applied is applied and recorded. Only the schema could not be compared with what the migrations lead to.`,
    hint: "See that the server is up; schema drift makes up for it.",
    exit,
    cause,
  });
}

function resultOf({ standing, range }: PlannedApply, ran: readonly Ran[]): ApplyResult {
  const planned = new Set(range);
  return {
    planned: range.map(refOf),
    ran,
    remaining: standing.pending.filter((migration) => !planned.has(migration)).map(refOf),
    outOfOrder: standing.late.filter((migration) => planned.has(migration)).map(refOf),
    unknown: standing.unknown,
  };
}
