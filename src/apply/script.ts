import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { findLockProblems, type Migration, readMigrations } from "../migrations";
import type { Database, Session } from "../postgres";
import { toolVersion } from "../version";
import type { Direction } from "./events";
import { type Hooks, readHooks, scriptedApart, scriptedHooks, withoutHooks } from "./hooks";
import {
  createJournalSql,
  type JournalState,
  type StepState,
  scriptedEndSql,
  scriptedEntriesSql,
  scriptedStartSql,
} from "./journal";
import { lockKeyOf } from "./lock-key";
import { endsOf, lineOf, lineOfFiles, rangeAsksDatabase } from "./naming";
import { type DownTo, downRange, scriptRange, upRange } from "./plan-range";
import type { Allowances } from "./record/problems";
import { deleteRecordsSql, ensureRecordSql, insertRecordsSql, type RecordTable } from "./record/record";
import { pathFrom } from "./record/references";
import { refuseGoingDown, refuseGoingUp } from "./record/refusals";
import { type Standing, standingOf } from "./record/standing";
import { readState, type State, type Tables, tablesOf } from "./record/state";
import { openDataSource } from "./run/data-source";
import { metadataTableSql } from "./run/metadata-table";
import { type Recorded, recordingOver } from "./run/recording";
import { leavesSetting, resetSql } from "./run/reset";
import { comment, type ScriptItem, statement } from "./script-items";
import { beginItems, limited, limitsRemark, type ScriptLimits, sessionLimits } from "./script-limits";
import { plainItems, steppedItems } from "./script-steps";

export interface ScriptRange extends DownTo, ScriptLimits, Allowances {
  readonly direction: Direction;
  readonly migrations?: readonly Migration[] | undefined;
}

/**
 * The script that does what apply or rollback would do. Reads from the database what is applied, and no more; a range
 * that does not count from there is taken as it is, whatever the database says.
 */
export async function script(
  configuration: Configuration,
  database: Database,
  options: ScriptRange,
): Promise<readonly ScriptItem[]> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const tables = tablesOf(configuration);
  const { direction, to } = options;
  const offline = to !== undefined && endsOf(to) !== null && !rangeAsksDatabase(to);
  return database.session(async (session) => {
    const state = offline ? null : await readState(session, tables);
    const range =
      state === null
        ? scriptRange(migrations, lineOfFiles(migrations), direction, to ?? "")
        : await askedRange(configuration, migrations, standingOf(migrations, state), options);
    const unfinished = state?.journal.unfinished ?? new Map();
    return scriptOf({ configuration, session, tables, direction, range, state, unfinished, limits: options });
  });
}

/** What is to be run on the database as it stands, unless something speaks against that. */
async function askedRange(
  { migrations: { directory } }: Configuration,
  migrations: readonly Migration[],
  standing: Standing,
  options: ScriptRange,
): Promise<readonly Migration[]> {
  const range = rangeFrom(migrations, standing, options);
  if (options.direction === "up")
    refuseGoingUp(standing, range, await findLockProblems(directory, migrations), options);
  else refuseGoingDown(standing, range, options);
  return range;
}

function rangeFrom(
  migrations: readonly Migration[],
  standing: Standing,
  options: ScriptRange,
): readonly Migration[] {
  const { direction, to } = options;
  if (to !== undefined && endsOf(to) !== null)
    return scriptRange(migrations, lineOf(standing), direction, to);
  return direction === "up" ? upRange(standing, to) : downRange(migrations, standing, options);
}

interface Scripted {
  readonly configuration: Configuration;
  readonly session: Session;
  readonly tables: Tables;
  readonly direction: Direction;
  readonly range: readonly Migration[];
  /** What the database says; null where it is not asked. */
  readonly state: State | null;
  /** What an earlier run has left half done, by name. */
  readonly unfinished: JournalState["unfinished"];
  readonly limits: ScriptLimits;
}

/** What makes the tables of the record and the journal. */
function ensureSql({ tables: { record, journal }, state }: Scripted): readonly string[] {
  return [
    ...(state?.recordExists ? [] : ensureRecordSql(record)),
    ...(state?.place.exists ? [] : createJournalSql(journal)),
  ];
}

async function scriptOf(asked: Scripted): Promise<ScriptItem[]> {
  const { configuration, tables, direction, range, limits } = asked;
  if (range.length === 0) return [];
  const hooks = direction === "up" ? readHooks(configuration) : withoutHooks;
  const items: ScriptItem[] = scriptedApart(hooks, "beforeApply", limits);
  for (const [index, migration] of range.entries())
    items.push(...(await itemsOf(asked, migration, hooks, index === 0 ? ensureSql(asked) : [])));
  const key = lockKeyOf(tables.record);
  return [
    ...limitsRemark(limits),
    statement(lockSql(key)),
    ...items,
    ...scriptedApart(hooks, "afterApply", limits),
    statement(`DO $$ BEGIN PERFORM pg_advisory_unlock(${key}); END $$`),
  ];
}

/** The same lock as that of apply, which is not waited for: psql says so, and does nothing. */
function lockSql(key: bigint): string {
  return `DO $$ BEGIN
  IF NOT pg_try_advisory_lock(${key}) THEN RAISE EXCEPTION 'Another run holds the lock: schema status names it.'; END IF;
END $$`;
}

function recordSql(table: RecordTable, migration: Migration, direction: Direction): string[] {
  return direction === "up" ? insertRecordsSql(table, [migration]) : deleteRecordsSql(table, [migration]);
}

async function itemsOf(
  { configuration, session, tables, direction, unfinished, limits }: Scripted,
  migration: Migration,
  hooks: Hooks,
  ensure: readonly string[],
): Promise<ScriptItem[]> {
  const { root } = configuration;
  const { name, transaction } = migration;
  const file = migration.file === null ? null : pathFrom(root, migration.file);
  const journal = {
    table: tables.journal,
    tool: toolVersion,
    operation: direction === "up" ? ("apply" as const) : ("rollback" as const),
  };
  const of = { name, file, checksum: migration.checksum };
  const begun = unfinished.get(name);
  const finished = (direction === "up" ? begun?.up : begun?.down) ?? new Map();
  const inSteps = !transaction || begun !== undefined;
  const statements = await recordedOf(configuration, session, migration, direction);
  const unclear =
    direction === "down" ||
    [...finished.values()].some(isDoubtful) ||
    statements.some(({ listed }) => listed);
  if (begun !== undefined && unclear) throw halfDone(name);
  const record = recordSql(tables.record, migration, direction);
  const reset = statements.some(({ sql }) => leavesSetting(sql)) || hooksLeaveSetting(hooks) ? resetSql : [];
  const title = comment(
    `${direction === "up" ? "" : "roll back "}${name}${file === null ? "" : ` (${file})`}`,
  );
  const apart = sessionLimits(limits);
  if (inSteps)
    return [
      title,
      ...[...ensure, scriptedStartSql(journal, of)].map(statement),
      ...apart.set,
      ...scriptedApart(hooks, "beforeEach", limits),
      ...steppedItems({ journal, statements, finished, limits }),
      statement("BEGIN"),
      ...scriptedHooks(hooks, "afterEach"),
      ...[...reset, ...record, scriptedEndSql(journal), "COMMIT"].map(statement),
      ...apart.reset,
    ];
  return [
    title,
    ...beginItems(limits),
    ...scriptedHooks(hooks, "beforeEach"),
    ...statements.flatMap(limited(limits, plainItems)),
    ...scriptedHooks(hooks, "afterEach"),
    ...[...reset, ...ensure, ...record, scriptedEntriesSql(journal, of), "COMMIT"].map(statement),
  ];
}

const isDoubtful = ({ outcome }: StepState) => outcome === "started";

const hooksLeaveSetting = ({ beforeEach, afterEach }: Hooks) =>
  [...beforeEach, ...afterEach].some((hook) => hook.kind === "sql" && leavesSetting(hook.sql));

async function recordedOf(
  configuration: Configuration,
  session: Session,
  migration: Migration,
  direction: Direction,
): Promise<readonly Recorded[]> {
  const recording = recordingOver(session);
  const dataSource = await openDataSource(configuration, recording.session, [migration]);
  const queryRunner = dataSource.createQueryRunner();
  recording.record();
  try {
    // Through the query runner, which so knows that a transaction within is a savepoint.
    if (migration.transaction) await queryRunner.startTransaction();
    await migration.instance[direction](queryRunner);
    const sent = recording.recorded.slice(migration.transaction ? 1 : 0);
    return sent.flatMap((each) => {
      const create = metadataTableSql(each.sql, dataSource);
      return create === null
        ? [each]
        : [
            { ...each, number: null, sql: create, sent: create, read: false, kept: true, listed: false },
            each,
          ];
    });
  } catch (cause) {
    throw cannotRecord(migration, recording.recorded, cause);
  } finally {
    await queryRunner.release();
    await dataSource.destroy().catch(() => undefined);
  }
}

function cannotRecord(migration: Migration, recorded: readonly Recorded[], cause: unknown): SchemaError {
  const asked = recorded.findLast(({ read }) => read)?.sql.trim();
  const reason =
    asked === undefined
      ? cause instanceof Error
        ? cause.message
        : String(cause)
      : `it depends on the answer to: ${asked}`;
  return new SchemaError({
    code: "NO_SCRIPT",
    message: `${migration.name} cannot be written as a script: ${reason}`,
    hint: "Run it without --sql, or up to the migration before it with --to.",
    cause,
  });
}

function halfDone(name: string): SchemaError {
  return new SchemaError({
    code: "NO_SCRIPT",
    message: `An earlier run has left ${name} half done, and what is to be done about it depends on what it has left in the database.`,
    hint: "Go on with schema apply, or undo it with schema rollback, both without --sql.",
  });
}
