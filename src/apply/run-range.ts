import { SchemaError } from "../errors";
import type { Migration } from "../migrations";
import type { Context, Job, OnDone } from "./context";
import type { Direction, Ran } from "./events";
import { runInSteps } from "./in-steps";
import { runInTransaction } from "./in-transaction";
import type { Unfinished } from "./journal";
import { refOf } from "./references";
import { type Ground, type RunnerOptions, withContext } from "./runner";

/** `each` migration has a transaction of its own, `all` of them share one, or each statement commits with `none`. */
export type TransactionMode = "all" | "each" | "none";

/** Migrations to run one after the other, and the statements that record each of them. */
export interface Range {
  readonly migrations: readonly Migration[];
  readonly direction: Direction;
  readonly mode: TransactionMode;
  /** What an earlier run has left unfinished, by name. */
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** In the migration's transaction where it has one. */
  readonly recordSql: (migration: Migration, index: number) => readonly string[];
}

export async function runRange(
  ground: Ground,
  range: Range,
  options: RunnerOptions,
): Promise<readonly Ran[]> {
  const jobs = range.migrations.map((migration, index) => jobOf(range, migration, index));
  if (jobs.length === 0) return [];
  const batches = batchesOf(range, jobs);
  return withContext(ground, range.migrations, options, async (context) => {
    const ran: Ran[] = [];
    const total = jobs.length;
    const start = ({ migration, direction }: Job, position: number) =>
      options.onEvent?.({ kind: "started", migration: refOf(migration), direction, position, total });
    for (const { jobs: batch, run } of batches) {
      for (const [index, job] of batch.entries()) start(job, ran.length + index + 1);
      await run(context, batch, ({ migration, direction }, { statements, milliseconds }) => {
        const one = { ...refOf(migration), direction, statements, milliseconds: Math.round(milliseconds) };
        ran.push(one);
        options.onEvent?.({ kind: "finished", migration: one });
      });
    }
    return ran;
  });
}

function jobOf(
  { migrations, direction, mode, unfinished, recordSql }: Range,
  migration: Migration,
  index: number,
): Job {
  const begun = unfinished.get(migration.name);
  return {
    migration,
    direction,
    recordSql: recordSql(migration, index),
    inSteps: begun !== undefined || !migration.transaction || mode === "none",
    more: index + 1 < migrations.length,
    finished: (direction === "up" ? begun?.up : begun?.down) ?? new Map(),
    tolerant: direction === "down" && begun !== undefined && begun.up.size > 0,
  };
}

interface Batch {
  readonly jobs: readonly Job[];
  readonly run: (context: Context, jobs: readonly Job[], onDone: OnDone) => Promise<void>;
}

function batchesOf({ mode }: Range, jobs: readonly Job[]): Batch[] {
  if (mode !== "all") {
    return jobs.map((job) => ({ jobs: [job], run: job.inSteps ? runAllInSteps : runInTransaction }));
  }
  const apart = jobs.filter(({ inSteps }) => inSteps).map(({ migration }) => migration.name);
  if (apart.length > 0) throw cannotShare(apart);
  return [{ jobs, run: runInTransaction }];
}

async function runAllInSteps(context: Context, jobs: readonly Job[], onDone: OnDone): Promise<void> {
  for (const job of jobs) await runInSteps(context, job, onDone);
}

function cannotShare(names: readonly string[]): SchemaError {
  return new SchemaError({
    code: "TRANSACTION_MODE",
    message: `${names.join(" and ")} cannot share a transaction with other migrations. Nothing was done.`,
    hint: "Leave out --transaction all; or go up to the migration before with --to.",
  });
}
