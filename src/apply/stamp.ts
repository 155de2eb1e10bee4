import type { Configuration } from "../config/configuration";
import { exitStatus, SchemaError } from "../errors";
import { type Migration, readMigrations } from "../migrations";
import type { Database } from "../postgres";
import type { Entry, Operation } from "./journal";
import { endsOf, type Line, lineOfFiles, placeOf } from "./naming";
import { createRecordSql, deleteRecordsSql, insertRecordsSql } from "./record/record";
import { type MigrationRef, pathFrom, refOf } from "./record/references";
import { standingOf } from "./record/standing";
import type { State, Tables } from "./record/state";
import type { RunnerOptions } from "./run/runner";
import { withRun } from "./with-run";

/** Where the database shall be said to stand. */
export interface StampOptions extends RunnerOptions {
  /** Where the database stands: a migration's name, `head`, `base` and so on. */
  readonly to: string;
  /** Strikes off as well what is recorded and no file has. */
  readonly purge?: boolean | undefined;
  /** Tells what would change, and changes nothing. */
  readonly dryRun?: boolean | undefined;
  /** The project's migrations, where they are read already. */
  readonly migrations?: readonly Migration[] | undefined;
}

/** What has changed in the record. */
export interface StampResult {
  /** From now on recorded as applied. */
  readonly marked: readonly MigrationRef[];
  /** Recorded before, edited or left unfinished since: as the file is today it counts as applied. */
  readonly accepted: readonly MigrationRef[];
  /** No longer recorded. */
  readonly struck: readonly MigrationRef[];
  /** False after `dryRun`. */
  readonly done: boolean;
}

interface Found {
  readonly marked: readonly Migration[];
  readonly accepted: readonly Migration[];
  readonly struck: readonly MigrationRef[];
}

/** Records the migrations up to a place as applied, and no others, and runs none of them. */
export async function stamp(
  configuration: Configuration,
  database: Database,
  options: StampOptions,
): Promise<StampResult> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  return withRun<Found, StampResult>(configuration, database, options, {
    operation: "stamp",
    settle: (state) => settled(migrations, state, options),
    idle: (found) => (options.dryRun || isNothing(found) ? resultOf(found, !options.dryRun) : null),
    work: async (found, { session, journal }, state, tables) => {
      const entries = entriesOf(found, configuration.root);
      await session.query([...recordSql(found, state, tables), ...journal.sql(entries)].join(";\n"));
      journal.kept();
      return resultOf(found, true);
    },
  });
}

function settled(migrations: readonly Migration[], state: State, { to, purge }: StampOptions): Found {
  const { applied, unknown, edited, unfinished } = standingOf(migrations, state);
  if (unknown.length > 0 && !purge) throw unknownApplied(unknown);
  const recorded = new Set(applied.map(({ name }) => name));
  const place = stampPlace(lineOf(migrations, recorded), to);
  const kept = migrations.slice(0, place);
  const names = new Set(kept.map(({ name }) => name));
  const changed = new Set([...edited, ...unfinished].map(({ name }) => name));
  const begun = unfinished.filter(({ name }) => !recorded.has(name) && !names.has(name));
  return {
    marked: kept.filter(({ name }) => !recorded.has(name)),
    accepted: kept.filter(({ name }) => recorded.has(name) && changed.has(name)),
    struck: [
      ...applied.filter(({ name }) => !names.has(name)),
      ...migrations.filter(({ name }) => begun.some((each) => each.name === name)).map(refOf),
    ],
  };
}

/** The files alone, in their own order: that of a record that may be wrong counts for nothing. */
function lineOf(migrations: readonly Migration[], recorded: ReadonlySet<string>): Line {
  const newest = migrations.findLastIndex(({ name }) => recorded.has(name));
  return { ...lineOfFiles(migrations), current: newest + 1 };
}

function stampPlace(line: Line, to: string): number {
  if (endsOf(to) === null) return placeOf(line, to);
  throw new SchemaError({
    code: "RANGE_OF_SCRIPT",
    message: `"${to}" is a range, and a database stands at one place. Nothing was done.`,
    hint: "Name the newest migration that is applied, head or base.",
  });
}

function isNothing({ marked, accepted, struck }: Found): boolean {
  return marked.length + accepted.length + struck.length === 0;
}

function recordSql({ marked, struck }: Found, { recordExists }: State, { record }: Tables): string[] {
  return [
    ...(recordExists ? [] : createRecordSql(record)),
    ...(recordExists ? deleteRecordsSql(record, struck) : []),
    ...insertRecordsSql(record, marked),
  ];
}

function entriesOf({ marked, accepted, struck }: Found, root: string): Entry[] {
  const entry = (
    operation: Operation,
    name: string,
    file: string | null,
    checksum: string | null,
  ): Entry => ({
    subject: "migration",
    operation,
    outcome: "done",
    migration: { name, file: file === null ? null : pathFrom(root, file), checksum },
  });
  return [
    ...struck.map(({ name, file }) => entry("unstamp", name, file, null)),
    ...[...marked, ...accepted].map(({ name, file, checksum }) => entry("stamp", name, file, checksum)),
  ];
}

function resultOf({ marked, accepted, struck }: Found, done: boolean): StampResult {
  return { marked: marked.map(refOf), accepted: accepted.map(refOf), struck, done };
}

function unknownApplied(unknown: readonly MigrationRef[]): SchemaError {
  const names = unknown.map(({ name }) => name).join(", ");
  return new SchemaError({
    code: "MISSING_MIGRATION",
    message: `Recorded as applied, but no file of the project has it: ${names}. Nothing was done.`,
    hint: "Bring the files back, from git or from the branch they came from; --purge strikes off the record what no file has.",
    exit: exitStatus.refused,
  });
}
