import { SchemaError } from "../../errors";
import type { Migration } from "../../migrations";
import type { Direction, Ran } from "../events";
import { runHooksApart } from "../hooks";
import type { Unfinished } from "../journal";
import { refOf } from "../record/references";
import { type Context, entryOf, type Job, type Listener } from "./context";
import { runInSteps } from "./in-steps";
import { runInTransaction } from "./in-transaction";
import { type Planned, type RunnerOptions, type Site, withContext } from "./runner";
import { simpleStatements } from "./simple";
import { runAllTogether, runTogether, type SimpleJob } from "./together";

/** `each` migration has a transaction of its own, `all` of them share one, or each statement commits with `none`. */
export type TransactionMode = "all" | "each" | "none";

/** Where nobody said otherwise: simple migrations that follow each other share one, and end as if they had not. */
export type RangeMode = TransactionMode | "grouped";

/** Migrations to run one after the other. */
export interface MigrationRun extends Planned {
  readonly direction: Direction;
  readonly mode: RangeMode;
  /** What an earlier run has left unfinished, by name. */
  readonly unfinished: ReadonlyMap<string, Unfinished>;
}

export async function runRange(
  site: Site,
  range: MigrationRun,
  options: RunnerOptions,
): Promise<readonly Ran[]> {
  const jobs = range.migrations.map((migration) => jobOf(range, migration));
  const batches = await batchesOf(range, jobs);
  return withContext(site, range, options, async (context) => {
    // What cannot be opened says so before anything is run.
    if (batches.some(({ kind }) => kind === "steps" || kind === "transaction")) await context.dataSource();
    const ran: Ran[] = [];
    const listener = listenerOf(jobs, ran, options);
    await runHooksApart(context, "beforeApply");
    if (range.hooks.afterApply.length > 0)
      await site.journal.write([entryOf(context, null, "afterApply", "started")]);
    for (const batch of batches) await runBatch(context, batch, listener);
    if (context.owed.length > 0) options.onEvent?.({ kind: "warning", message: owedText(context.owed) });
    await runHooksApart(context, "afterApply");
    return ran;
  });
}

const owedText = (names: readonly string[]) =>
  `An earlier run did not come to the end of its hooks afterApply: they are run for ${names.join(", ")} as well.`;

/** Fills in `ran`, and tells each beginning and each end once. */
function listenerOf(jobs: readonly Job[], ran: Ran[], { onEvent }: RunnerOptions): Listener {
  const total = jobs.length;
  const started = new Set<string>();
  return {
    start({ migration, direction }) {
      if (started.has(migration.name)) return;
      started.add(migration.name);
      onEvent?.({ kind: "started", migration: refOf(migration), direction, position: started.size, total });
    },
    done({ migration, direction }, { statements, milliseconds }) {
      const one = { ...refOf(migration), direction, statements, milliseconds: tenths(milliseconds) };
      ran.push(one);
      onEvent?.({ kind: "finished", migration: one });
    },
  };
}

const tenths = (milliseconds: number) => Math.round(milliseconds * 10) / 10;

function jobOf({ direction, mode, unfinished }: MigrationRun, migration: Migration): Job {
  const begun = unfinished.get(migration.name);
  return {
    migration,
    direction,
    inSteps: begun !== undefined || !migration.transaction || mode === "none",
    finished: (direction === "up" ? begun?.up : begun?.down) ?? new Map(),
    tolerant: direction === "down" && begun !== undefined && begun.up.size > 0,
  };
}

type Batch =
  | { readonly kind: "steps"; readonly job: Job }
  | { readonly kind: "transaction"; readonly jobs: readonly Job[] }
  | { readonly kind: "together"; readonly jobs: SimpleJob[] }
  | { readonly kind: "all-together"; readonly jobs: readonly SimpleJob[] };

async function runBatch(context: Context, batch: Batch, listener: Listener): Promise<void> {
  switch (batch.kind) {
    case "steps":
      return runInSteps(context, batch.job, listener);
    case "transaction":
      return runInTransaction(context, batch.jobs, listener);
    case "together":
      return runTogether(context, batch.jobs, listener);
    case "all-together":
      return runAllTogether(context, batch.jobs, listener);
  }
}

async function batchesOf(range: MigrationRun, jobs: readonly Job[]): Promise<Batch[]> {
  if (range.mode === "all") return [await sharedBatch(range, jobs)];
  const grouped = range.mode === "grouped" && !hasHooksBetween(range);
  const batches: Batch[] = [];
  for (const job of jobs) {
    const simple = grouped ? await simpleJob(job) : null;
    if (job.inSteps) batches.push({ kind: "steps", job });
    else if (simple === null) batches.push({ kind: "transaction", jobs: [job] });
    else joinBatch(batches, simple);
  }
  return batches;
}

/** All of them in one transaction. */
async function sharedBatch(range: MigrationRun, jobs: readonly Job[]): Promise<Batch> {
  const apart = jobs.filter(({ inSteps }) => inSteps).map(({ migration }) => migration.name);
  if (apart.length > 0) throw cannotShare(apart);
  const simple = hasHooksBetween(range) ? [] : await Promise.all(jobs.map(simpleJob));
  const all = simple.filter((job) => job !== null);
  return all.length === jobs.length ? { kind: "all-together", jobs: all } : { kind: "transaction", jobs };
}

const hasHooksBetween = ({ hooks }: MigrationRun) => hooks.beforeEach.length + hooks.afterEach.length > 0;

async function simpleJob(job: Job): Promise<SimpleJob | null> {
  const statements = job.inSteps ? null : await simpleStatements(job.migration, job.direction);
  return statements && { ...job, statements };
}

/** To the simple ones right before it, or as the first of others. */
function joinBatch(batches: Batch[], job: SimpleJob): void {
  const last = batches.at(-1);
  if (last?.kind === "together") last.jobs.push(job);
  else batches.push({ kind: "together", jobs: [job] });
}

function cannotShare(names: readonly string[]): SchemaError {
  return new SchemaError({
    code: "TRANSACTION_MODE",
    message: `${names.join(" and ")} cannot share a transaction with other migrations. Nothing was done.`,
    hint: "Leave out --transaction all; or go up to the migration before with --to.",
  });
}
