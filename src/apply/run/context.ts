import type { DataSource } from "typeorm";
import type { Migration } from "../../migrations";
import { PostgresError, type QueryResult, type Session } from "../../postgres";
import type { Direction, Working } from "../events";
import type { Hooks } from "../hooks";
import { HookError } from "../hooks/error";
import type { Entry, EntryMigration, EntryOutcome, Journal, StepStates } from "../journal";
import { pathFrom, refOf } from "../record/references";
import { isDriverError } from "./failure";
import { ensureMetadataTable } from "./metadata-table";
import { isContention, type RetryOptions } from "./retry";
import type { Planned, RunnerOptions } from "./runner";
import type { SentStatement, Tap } from "./tap";
import type { Watch } from "./watch";

/** What all migrations of a run share. */
export interface Context {
  readonly root: string;
  readonly session: Session;
  readonly tap: Tap;
  /** Opened when it is first asked for: a migration that is a list of statements has no use for it. */
  readonly dataSource: () => Promise<DataSource>;
  readonly journal: Journal;
  readonly hooks: Hooks;
  readonly recordSql: Planned["recordSql"];
  /** The names of all that are to be run. */
  readonly migrations: readonly string[];
  /** Of an earlier run, with the hooks after all migrations still to be run. */
  readonly owed: readonly string[];
  readonly watch: Watch;
  readonly pooled: boolean;
  readonly reset: readonly string[];
  readonly options: RunnerOptions;
  /** When waiting for others' locks ends, by `performance.now()`. */
  readonly deadline: number;
}

/** One migration to run. */
export interface Job {
  readonly migration: Migration;
  readonly direction: Direction;
  /** Each statement commits by itself. */
  readonly inSteps: boolean;
  /** What an earlier run has done of it. */
  readonly finished: StepStates;
  /** It undoes a migration that was never done to its end: what it does not find needs no undoing. */
  readonly tolerant: boolean;
}

/** Hears how the migrations go. */
export interface Listener {
  /** It begins; told again when it is tried again. */
  start(job: Job): void;
  /** It is done, and its record committed. */
  done(job: Job, ran: { readonly statements: number; readonly milliseconds: number }): void;
}

/** Sends a statement of the migration, telling what is going on. */
export async function send(
  context: Context,
  { migration }: Job,
  { number, sql }: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<QueryResult> {
  const { session, dataSource } = context;
  await ensureMetadataTable(session, sql, await dataSource());
  const working = { migration: refOf(migration), number, hook: null };
  return watched(context, working, () => session.execute(sql, parameters));
}

/** What is done around all of them. */
export const ofNone: Working = { migration: null, number: null, hook: null };

/** Tells what a statement waits for and how far it is, for as long as the work takes. */
export function watched<T>(
  { watch, options }: Pick<Context, "watch" | "options">,
  working: Working,
  work: () => Promise<T>,
): Promise<T> {
  return watch(work, ({ blockers, progress }) => {
    if (blockers.length > 0) options.onEvent?.({ kind: "blocked", ...working, blockers });
    if (progress) options.onEvent?.({ kind: "progress", ...working, progress });
  });
}

export function tell({ options }: Context, { migration }: Job, { number, sql }: SentStatement): void {
  options.signal?.throwIfAborted();
  options.onEvent?.({ kind: "statement", migration: refOf(migration), number, sql });
}

/** For as long as the run may wait, telling of each time that it is tried again. */
export function retryOptionsOf({ options, deadline }: Context, current: () => Migration): RetryOptions {
  return {
    deadline,
    signal: options.signal,
    onRetry: ({ attempts, pause, error }) =>
      options.onEvent?.({
        kind: "retrying",
        migration: refOf(current()),
        attempts,
        pause,
        reason: error.message,
      }),
  };
}

type Details = Pick<Entry, "statement" | "error" | "milliseconds" | "ended">;

/** A line of the journal about the migration, one of its statements, or a hook. */
export function entryOf(
  { root, journal }: Pick<Context, "root" | "journal">,
  migration: Migration | null,
  subject: Entry["subject"],
  outcome: EntryOutcome,
  details: Details = {},
): Entry {
  const of = migration === null ? {} : { migration: namedIn(root, migration) };
  return { subject, operation: journal.operation, outcome, ...of, ...details };
}

function namedIn(root: string, { name, file, checksum }: Migration): EntryMigration {
  return { name, file: file === null ? null : pathFrom(root, file), checksum };
}

/** Why a migration failed, where only the moment was wrong. TypeORM wraps what the driver throws. */
export function contentionIn({ tap }: Context, error: unknown): PostgresError | null {
  const reason =
    error instanceof HookError
      ? error.reason
      : isDriverError(error) && !(error instanceof PostgresError)
        ? tap.failed?.error
        : error;
  return isContention(reason) ? reason : null;
}
