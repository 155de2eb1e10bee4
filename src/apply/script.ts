import { relative } from "node:path";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { type Migration, readMigrations, scanSql, statementsOf } from "../migrations";
import type { Database, Session } from "../postgres";
import { toolVersion } from "../version";
import type { Direction } from "./events";
import { type Hooks, readHooks, scriptedApart, scriptedHooks, withoutHooks } from "./hooks";
import { createJournalSql, scriptedEntriesSql } from "./journal";
import { endsOf, lineOf, lineOfFiles, rangeAsksDatabase } from "./naming";
import { type DownTo, downRange, scriptRange, upRange } from "./plan-range";
import { deleteRecordSql, ensureRecordSql, insertRecordSql, type RecordTable } from "./record/record";
import { pathFrom } from "./record/references";
import { type Standing, standingOf } from "./record/standing";
import { readState, type State, type Tables, tablesOf } from "./record/state";
import { mixesControl } from "./run/control";
import { openDataSource } from "./run/data-source";
import { metadataTableSql } from "./run/metadata-table";
import { type Recorded, recordingOver } from "./run/recording";
import { leavesSetting, resetSql } from "./run/reset";

/** What psql is to do, in order. */
export type ScriptItem =
  | { readonly kind: "comment"; readonly text: string }
  | { readonly kind: "statement"; readonly sql: string }
  /** A question whose answers are sent. */
  | { readonly kind: "listed"; readonly sql: string };

export interface ScriptOptions extends DownTo {
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
  options: ScriptOptions,
): Promise<readonly ScriptItem[]> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  const tables = tablesOf(configuration);
  const { direction, to } = options;
  return database.session(async (session) => {
    if (to !== undefined && endsOf(to) !== null && !rangeAsksDatabase(to)) {
      const range = scriptRange(migrations, lineOfFiles(migrations), direction, to);
      return scriptOf(configuration, session, { range, direction, ensure: ensureSql(tables, null), tables });
    }
    const state = await readState(session, tables);
    const range = askedRange(migrations, standingOf(migrations, state), options);
    return scriptOf(configuration, session, { range, direction, ensure: ensureSql(tables, state), tables });
  });
}

function askedRange(
  migrations: readonly Migration[],
  standing: Standing,
  options: ScriptOptions,
): readonly Migration[] {
  const { direction, to } = options;
  if (to !== undefined && endsOf(to) !== null)
    return scriptRange(migrations, lineOf(standing), direction, to);
  return direction === "up" ? upRange(standing, to) : downRange(migrations, standing, options);
}

interface Scripted {
  readonly range: readonly Migration[];
  readonly direction: Direction;
  readonly tables: Tables;
  /** What makes the tables of the record and the journal. */
  readonly ensure: readonly string[];
}

function ensureSql({ record, journal }: Tables, state: State | null): readonly string[] {
  return [
    ...(state?.recordExists ? [] : ensureRecordSql(record)),
    ...(state?.place.exists ? [] : createJournalSql(journal)),
  ];
}

async function scriptOf(
  configuration: Configuration,
  session: Session,
  { range, direction, tables, ensure }: Scripted,
): Promise<ScriptItem[]> {
  if (range.length === 0) return [];
  const hooks = direction === "up" ? readHooks(configuration) : withoutHooks;
  const items: ScriptItem[] = scriptedApart(hooks, "beforeApply");
  for (const [index, migration] of range.entries())
    items.push(
      ...(await itemsOf(configuration, session, migration, direction, hooks, [
        ...(index === 0 ? ensure : []),
        recordSql(tables.record, migration, direction),
        entriesSql(tables, migration, direction, configuration.root),
      ])),
    );
  return [...items, ...scriptedApart(hooks, "afterApply")];
}

/** A statement as psql needs it: it would commit each of several in one text by itself, where a driver does not. */
export function scripted(sql: string, inTransaction: boolean): ScriptItem[] {
  const isOne = statementsOf(sql).filter((each) => each !== "").length < 2;
  if (inTransaction || isOne || mixesControl(sql)) return [statement(sql)];
  return [statement("BEGIN"), statement(sql), statement("COMMIT")];
}

/** Text for `psql -f`. */
export function renderScript(items: readonly ScriptItem[]): string {
  const lines = items.map(renderItem);
  return ["\\set ON_ERROR_STOP on", "\\encoding UTF8", ...lines, ""].join("\n");
}

function renderItem(item: ScriptItem): string {
  switch (item.kind) {
    case "comment":
      return `\n-- ${item.text}`;
    case "statement":
      return terminated(item.sql);
    case "listed":
      return `${item.sql.trim()}\n\\gexec`;
  }
}

function terminated(sql: string): string {
  const text = sql.trim().replace(/;$/, "");
  // A closing semicolon must not stand in a comment.
  return scanSql(text).at(-1)?.kind === "comment" ? `${text}\n;` : `${text};`;
}

function recordSql(table: RecordTable, migration: Migration, direction: Direction): string {
  return direction === "up" ? insertRecordSql(table, migration) : deleteRecordSql(table, migration);
}

function entriesSql({ journal }: Tables, migration: Migration, direction: Direction, root: string): string {
  const file = migration.file === null ? null : pathFrom(root, migration.file);
  const operation = direction === "up" ? "apply" : "rollback";
  return scriptedEntriesSql(journal, toolVersion, operation, { ...migration, file });
}

async function itemsOf(
  configuration: Configuration,
  session: Session,
  migration: Migration,
  direction: Direction,
  hooks: Hooks,
  keepRecord: readonly string[],
): Promise<ScriptItem[]> {
  const { root } = configuration;
  const file = migration.file === null ? "" : ` (${relative(root, migration.file)})`;
  const statements = await recordedOf(configuration, session, migration, direction);
  const begin = statement("BEGIN");
  const hooked = [...hooks.beforeEach, ...hooks.afterEach].map((hook) =>
    hook.kind === "sql" ? hook.sql : "",
  );
  const leaves = [...hooked, ...statements.map(({ sql }) => sql)].some(leavesSetting);
  return [
    comment(`${direction === "up" ? "" : "roll back "}${migration.name}${file}`),
    ...(migration.transaction
      ? [begin, ...scriptedHooks(hooks, "beforeEach")]
      : scriptedApart(hooks, "beforeEach")),
    ...statements.flatMap(({ sql, read, kept, listed }): ScriptItem[] => [
      ...(read ? [comment("The migration reads this answer; the script goes on as if it were empty.")] : []),
      ...(listed
        ? [{ kind: "listed", sql } as const]
        : kept
          ? scripted(sql, migration.transaction)
          : [comment(sql.trim().replaceAll("\n", "\n-- "))]),
    ]),
    ...(migration.transaction ? [] : [begin]),
    ...scriptedHooks(hooks, "afterEach"),
    ...(leaves ? resetSql : []).map(statement),
    ...keepRecord.map(statement),
    statement("COMMIT"),
  ];
}

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
      return create === null ? [each] : [{ sql: create, read: false, kept: true, listed: false }, each];
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

function comment(text: string): ScriptItem {
  return { kind: "comment", text };
}

function statement(sql: string): ScriptItem {
  return { kind: "statement", sql };
}
