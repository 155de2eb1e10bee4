import type {
  AppliedRef,
  ApplyOptions,
  ApplyResult,
  HistoryEntry,
  HistoryOptions,
  RollbackOptions,
  RollbackResult,
  StampOptions,
  StampResult,
  StatusResult,
} from "./apply";
import type { Answers } from "./change";
import type { Flags } from "./config/settle";
import type { Finding } from "./health";
import type { Difference, Generated } from "./pipeline";
import type { BackupRequest, BackupResult } from "./workflows/backup";
import type { Checked, CheckRequest } from "./workflows/check";
import type { DriftAllowance, ScriptRequest } from "./workflows/deploy";
import type { DriftFound } from "./workflows/drift";

/** Where the project is and what overrides its data source, as the command line's flags of the same names do. */
export type ProjectOptions = Flags;

/** What a function may be told beside them. Which migrations there are is said by the project. */
type Told<T> = ProjectOptions & Omit<T, "migrations" | "guard">;

/** The directory of migrations is for the configuration alone. */
function withoutDirectory<T extends ProjectOptions>({ migrations: _, ...options }: T): Omit<T, "migrations"> {
  return options;
}

/** What {@link diff} compares, and what a person has said about renames and removals. */
export interface DiffOptions extends ProjectOptions {
  /** What the entities are compared with: the database, or what the migration files make of an empty one. */
  readonly from?: "database" | "migrations" | undefined;
  /** The URL of a server to make scratch databases on, instead of the target's own. */
  readonly scratch?: string | undefined;
  /** What became of what is gone: renames and removals. */
  readonly answers?: Answers | undefined;
}

/**
 * Compares the entities with the database, and changes nothing anywhere.
 *
 * @returns the changes, both schemas, and the statements of the way there (`up`) and back (`down`)
 * @throws {SchemaError} when the project cannot be loaded, the database cannot be read, an answer cannot be meant
 *   (`HINT_…`), or migrations are not applied yet (`MIGRATIONS_PENDING`)
 */
export async function diff(options: DiffOptions = {}): Promise<Difference> {
  const { settle } = await import("./config/settle.js");
  const { difference } = await import("./pipeline.js");
  return difference(await settle(options), options);
}

/** What {@link generate} compares and writes, and what may be lost. */
export interface GenerateOptions extends DiffOptions {
  /** The migration's name; made from the changes when left out. */
  readonly name?: string | undefined;
  /** Milliseconds since 1970, 13 digits; the clock's when left out. */
  readonly timestamp?: number | undefined;
  /** Give the file's text and write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Why a hazard is taken all the same that the settings would have refused, by its rule's code. */
  readonly acceptedHazards?: ReadonlyMap<string, string> | undefined;
  /** Let whatever is removed go, with its data. */
  readonly acceptDataLoss?: boolean | undefined;
  /** Write the newest migration, which is not applied yet, again, and keep what is written in its places by hand. */
  readonly amend?: boolean | undefined;
  /** With `amend`: let go what was edited outside of the places. */
  readonly acceptEdits?: boolean | undefined;
  /** A class, or a pair of SQL scripts; what the settings say when left out, else a class. */
  readonly format?: "ts" | "js" | "sql" | undefined;
  /** The template that shapes the file: the name of a file in templates/, or the path of any. */
  readonly template?: string | undefined;
}

/**
 * Writes the migration that makes the database what the entities say, proved in a scratch PostgreSQL both ways.
 *
 * @returns `generated` with the file; `nothing` to do; `needs-decision` with the questions that only a person can
 *   answer; `refused` with the data that would be lost. Only `generated` writes a file.
 * @throws {SchemaError} as {@link diff} does, `PROOF_FAILED` when the plan does not lead where it should, and
 *   `HAZARD_REFUSED` for what the settings want none of
 */
export async function generate(options: GenerateOptions = {}): Promise<Generated> {
  const { settle } = await import("./config/settle.js");
  const pipeline = await import("./pipeline.js");
  return pipeline.generate(await settle(options), options);
}

/**
 * Runs pending migrations, oldest first, each in a transaction of its own together with its record.
 *
 * @returns what was planned, what ran with how long it took in milliseconds, and what stays pending
 * @throws {SchemaError} `MIGRATION_FAILED` with the statement and PostgreSQL's message; the database is then as it was
 *   before that migration; `DRIFT` where somebody changed what the migrations made, unless `allowDrift`
 */
export async function apply(options: Told<ApplyOptions> & DriftAllowance = {}): Promise<ApplyResult> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.apply(await settle(options), withoutDirectory(options));
}

/** Where {@link check} finds the project and makes its scratch database, and who is told notes. */
export type CheckOptions = ProjectOptions & CheckRequest;

/**
 * Whether the migrations make what the entities say, and are the files that were written and applied. Runs them in a
 * scratch database and changes nothing anywhere; without a database within reach only the files are looked at, and
 * `onNote` is told.
 *
 * @returns `problems`, empty where the files are sound; and the `difference` between what the migrations make and the
 *   entities, whose `changes` are empty where no migration is missing. It is null where the order of the migrations is
 *   not certain, as in a schema.lock with a conflict
 * @throws {SchemaError} when the project cannot be loaded, or a migration fails in the scratch database
 */
export async function check(options: CheckOptions = {}): Promise<Checked> {
  const { settle } = await import("./config/settle.js");
  const workflow = await import("./workflows/check.js");
  return workflow.check(await settle(options), options);
}

/** Where {@link drift} finds the project and makes its scratch database. */
export interface DriftOptions extends ProjectOptions {
  /** The URL of a server to make scratch databases on, instead of the target's own. */
  readonly scratch?: string | undefined;
}

/**
 * Compares the database with what its applied migrations make of an empty one, and changes nothing.
 *
 * @returns `items`, one for each object that somebody added, took away or changed, each with the statements that undo
 *   it, empty where there is no drift; `repair`, all of those in the order in which they can be run; and the same as a
 *   `script` for psql
 * @throws {SchemaError} `DRIFT_UNKNOWABLE` where a migration is applied of which there is no file, or one is applied in part
 */
export async function drift(options: DriftOptions = {}): Promise<DriftFound> {
  const { settle } = await import("./config/settle.js");
  const workflow = await import("./workflows/drift.js");
  return workflow.drift(await settle(options), options);
}

/** What to undo, and what may go with it. */
export type UndoOptions = Told<RollbackOptions> & {
  /** Whether data that is there may be destroyed: what a migration added is taken away with what is in it. */
  readonly acceptDataLoss?: boolean | undefined;
};

/**
 * Undoes what was executed last: one migration, `steps` of them, or all after `to`.
 *
 * @returns what was planned, the newest first, and what was undone with how long it took in milliseconds
 * @throws {SchemaError} `DATA_LOSS` where that would destroy data which nobody has given up, `MISSING_MIGRATION` or
 *   `IRREVERSIBLE_MIGRATION` before anything runs, `MIGRATION_FAILED` as {@link apply} does
 */
export async function rollback(options: UndoOptions = {}): Promise<RollbackResult> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.rollback(await settle(options), withoutDirectory(options));
}

/**
 * What is applied and what is pending, what is wrong with either, and who is at work. Creates nothing in the database.
 *
 * @throws {SchemaError} when the project or its migrations cannot be loaded, or the database cannot be read
 */
export async function status(options: ProjectOptions = {}): Promise<StatusResult> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.status(await settle(options));
}

/**
 * What is applied, in the order in which it was executed; a range `A..B` or the newest `limit` of it.
 *
 * @throws {SchemaError} as {@link status} does, `UNKNOWN_MIGRATION` or `AMBIGUOUS_MIGRATION` for `range`
 */
export async function history(options: Told<HistoryOptions> = {}): Promise<readonly AppliedRef[]> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.history(await settle(options), withoutDirectory(options));
}

/**
 * Everything that was ever done to the database, oldest first: operations, migrations and statements, with who, when,
 * how long and how it ended. Empty where the tool has done nothing yet.
 */
export async function journal(options: Told<HistoryOptions> = {}): Promise<readonly HistoryEntry[]> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.journal(await settle(options), withoutDirectory(options));
}

/** Which way a {@link script} leads, and how far. */
export type ScriptOptions = ProjectOptions & ScriptRequest;

/**
 * The script for `psql -f` that does what {@link apply} (`direction: "up"`) or {@link rollback} (`"down"`) would do, with
 * the same record, and runs nothing. Of a range `to: "A..B"` it needs no database.
 *
 * @returns an empty text where there is nothing to do
 * @throws {SchemaError} where {@link apply} would refuse, `UNKNOWN_MIGRATION` or `AMBIGUOUS_MIGRATION` for `to`
 */
export async function script(options: ScriptOptions): Promise<string> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.script(await settle(options), withoutDirectory(options));
}

/**
 * Records the migrations up to the place `to` as applied, and no others, and runs none of them.
 *
 * @returns which are recorded from now on, which were and count as they are today, and which are struck off
 * @throws {SchemaError} `UNKNOWN_MIGRATION` or `AMBIGUOUS_MIGRATION` where `to` names none or several,
 *   `MISSING_MIGRATION` where one is recorded that no file has
 */
export async function stamp(options: Told<StampOptions>): Promise<StampResult> {
  const { settle } = await import("./config/settle.js");
  const adopt = await import("./workflows/adopt.js");
  return adopt.stamp(await settle(options), withoutDirectory(options));
}

/**
 * Keeps a copy of the whole database in a file, and reads it back to see that it can be.
 *
 * @returns the file, its size in bytes, what it holds, and the older ones that `keep` has removed
 * @throws {SchemaError} `PROGRAM_MISSING` or `PROGRAM_OLD` where there is no pg_dump for the server, `BACKUP_FAILED`
 */
export async function backup(options: ProjectOptions & BackupRequest = {}): Promise<BackupResult> {
  const { settle } = await import("./config/settle.js");
  const workflow = await import("./workflows/backup.js");
  return workflow.backup(await settle(options), options);
}

/**
 * Looks at all that the tool reads of the project, without a database.
 *
 * @returns a finding for each check: `ok`, a `warning` or an `error` with what to do. What does not load is one of them
 */
export async function validate(options: ProjectOptions = {}): Promise<readonly Finding[]> {
  const { settle } = await import("./config/settle.js");
  const health = await import("./workflows/health.js");
  return health.validate(await settle(options));
}

/**
 * Looks at the programs, the connection and the database. Changes nothing.
 *
 * @returns a finding for each check: `ok`, a `warning` or an `error` with what to do. A server out of reach is one of them
 */
export async function doctor(options: ProjectOptions = {}): Promise<readonly Finding[]> {
  const { settle } = await import("./config/settle.js");
  const health = await import("./workflows/health.js");
  return health.doctor(await settle(options));
}
