import type { Configuration } from "../../config/configuration";
import { type Migration, readMigrations } from "../../migrations";
import type { Database } from "../../postgres";
import { type HistoryEntry, readHistory } from "../journal";
import { lineOf, rangeOf, within } from "../naming";
import type { MigrationRef } from "./references";
import { type Standing, standingOf } from "./standing";
import { readState, tablesOf } from "./state";

/** What of the history is asked for. */
export interface HistoryOptions {
  /** `A..B`, or one migration; everything without it. */
  readonly range?: string | undefined;
  /** The newest so many: migrations, or operations of the journal. */
  readonly limit?: number | undefined;
  /** The project's migrations, where they are read already. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** An applied migration. */
export interface AppliedRef extends MigrationRef {
  /** No file of the project has it. */
  readonly missing: boolean;
  /** From 1, in the order of execution. */
  readonly position: number;
}

/** What is applied, in the order in which it was executed. */
export async function history(
  configuration: Configuration,
  database: Database,
  options: HistoryOptions = {},
): Promise<readonly AppliedRef[]> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const state = await database.session((session) => readState(session, tablesOf(configuration)));
  const standing = standingOf(migrations, state);
  const asked = askedIn(standing, options.range);
  const unknown = new Set(standing.unknown.map(({ name }) => name));
  const all = standing.applied.map((ref, index) => ({
    ...ref,
    missing: unknown.has(ref.name),
    position: index + 1,
  }));
  return newest(
    all.filter(({ name }) => asked(name)),
    options.limit,
  );
}

/** What was executed last, null where nothing was. */
export async function current(...given: Parameters<typeof history>): Promise<MigrationRef | null> {
  return (await history(...given)).at(-1) ?? null;
}

/** Everything that was ever done, in the order of doing. */
export async function journal(
  configuration: Configuration,
  database: Database,
  options: HistoryOptions = {},
): Promise<readonly HistoryEntry[]> {
  const tables = tablesOf(configuration);
  const { range, limit } = options;
  // Which operations a range concerns is known when all of them are read.
  const newestOnly = range === undefined ? limit : undefined;
  const { state, entries } = await database.session(async (session) => {
    const state = await readState(session, tables);
    const entries = state.place.exists ? await readHistory(session, tables.journal, newestOnly) : [];
    return { state, entries };
  });
  const migrations = range === undefined ? [] : (options.migrations ?? (await readMigrations(configuration)));
  const asked = askedIn(standingOf(migrations, state), range);
  const runs = new Set(
    range === undefined
      ? entries.map(({ run }) => run)
      : entries.filter(({ migration }) => migration !== null && asked(migration)).map(({ run }) => run),
  );
  const shown = new Set(newest([...runs], limit));
  return entries.filter(({ run, migration }) => shown.has(run) && (migration === null || asked(migration)));
}

function askedIn(standing: Standing, range: string | undefined): (name: string) => boolean {
  if (range === undefined) return () => true;
  const line = lineOf(standing);
  const names = new Set(within(line, rangeOf(line, range)).map(({ name }) => name));
  return (name) => names.has(name);
}

function newest<T>(all: readonly T[], limit: number | undefined): readonly T[] {
  return limit === undefined ? all : all.slice(Math.max(0, all.length - limit));
}
