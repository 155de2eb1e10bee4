import type { Configuration } from "../config/configuration";
import type { Database, Session } from "../postgres";
import { type Journal, type Operation, openJournal } from "./journal";
import { withLock } from "./lock";
import { withLockRow } from "./lock-row";
import { backendOf, directBackendOf } from "./pooler";
import { checkWritable } from "./privileges";
import { readState, type State, type Tables, tablesOf } from "./record/state";
import { ofNone, watched } from "./run/context";
import { whileInterruptible } from "./run/interrupt";
import { resetSql, undisturbedSql } from "./run/reset";
import type { RunnerOptions, Site } from "./run/runner";
import { defaultLockTimeout } from "./run/settings";
import { unwatched, watchOf } from "./run/watch";

/** An operation that changes the database: what it finds there, and what it does. */
export interface Run<Found, Result> {
  readonly operation: Operation;
  /** Looks, refuses what is wrong, and decides. Called again when the lock is held: another run may have been first. */
  readonly settle: (state: State) => Found;
  /** There is nothing to do, so that there is no need of a lock. */
  readonly idle: (found: Found) => Result | null;
  /** A last look at the database, with the lock held, before anything is written: throws what speaks against it. */
  readonly inspect?: (found: Found, session: Session, state: State, tables: Tables) => Promise<void>;
  readonly work: (found: Found, site: Site, state: State, tables: Tables) => Promise<Result>;
}

/** One at a time, written down from its beginning to its end. */
export async function withRun<Found, Result>(
  configuration: Configuration,
  database: Database,
  options: RunnerOptions,
  { operation, settle, idle, inspect, work }: Run<Found, Result>,
): Promise<Result> {
  const tables = tablesOf(configuration);
  return database.session(async (session) => {
    const state = await readState(session, tables);
    const nothing = idle(settle(state));
    if (nothing !== null) return nothing;
    const pid = await (options.allowPooler ? directBackendOf : backendOf)(database, session);
    const pooled = pid === null;
    // Behind a pooler nobody can tell which process is ours.
    const watch = pooled ? unwatched : watchOf(database, pid, firstLook(options));
    const alone = <T>(sole: () => Promise<T>) =>
      pooled
        ? withLockRow(database, session, tables, options, sole)
        : whileInterruptible(database, pid, options.signal, () => withLock(session, tables, options, sole));
    const undisturbed = pooled ? [] : undisturbedSql(database.version);
    if (undisturbed.length > 0) await session.query(undisturbed.join("; "));
    const reset = [...resetSql, ...undisturbed];
    return alone(async () => {
      const now = await readState(session, tables);
      const found = settle(now);
      const late = idle(found);
      if (late !== null) return late;
      await watched({ watch, options }, ofNone, async () => inspect?.(found, session, now, tables));
      await checkWritable(session, tables, now);
      const journal = await openJournal(session, now.place, operation);
      return writtenDown(journal, options.signal, () =>
        work(found, { configuration, session, journal, watch, pooled, reset }, now, tables),
      );
    });
  });
}

async function writtenDown<T>(
  journal: Journal,
  signal: AbortSignal | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const started = performance.now();
  const end = (outcome: "done" | "failed" | "interrupted", error?: string) =>
    journal.write([
      {
        subject: "run",
        operation: journal.operation,
        outcome,
        error,
        milliseconds: performance.now() - started,
      },
    ]);
  try {
    const result = await work();
    await end("done");
    return result;
  } catch (error) {
    const outcome = signal?.aborted ? "interrupted" : "failed";
    await end(outcome, error instanceof Error ? error.message : String(error)).catch(() => undefined);
    throw error;
  }
}

/** Before a statement gives up, and after those that are over soon. */
function firstLook({ lockTimeout = defaultLockTimeout }: RunnerOptions): number {
  return Math.min(400, lockTimeout / 2);
}
