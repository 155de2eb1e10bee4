import type {
  AppliedRef,
  ApplyOptions,
  ApplyResult,
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
import type { DriftOptions } from "./workflows/deploy";

/** Where the project is and what overrides its data source, as the command line's flags of the same names do. */
export type ProjectOptions = Flags;

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
  readonly format?: "ts" | "sql" | undefined;
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
export async function apply(
  options: ProjectOptions & ApplyOptions & DriftOptions = {},
): Promise<ApplyResult> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.apply(await settle(options), options);
}

/** What to undo, and what may go with it. */
export type UndoOptions = ProjectOptions &
  RollbackOptions & {
    /** Whether data that is there may be destroyed: what a migration added is taken away with what is in it. */
    readonly acceptDataLoss?: boolean | undefined;
  };

/**
 * Undoes what was executed last: one migration, `steps` of them, or all after `to`.
 *
 * @throws {SchemaError} `DATA_LOSS` where that would destroy data which nobody has given up, `MISSING_MIGRATION` or `IRREVERSIBLE_MIGRATION` before anything runs, `MIGRATION_FAILED` as
 *   {@link apply} does
 */
export async function rollback(options: UndoOptions = {}): Promise<RollbackResult> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.rollback(await settle(options), options);
}

/** What is applied and what is pending. Creates nothing in the database. */
export async function status(options: ProjectOptions = {}): Promise<StatusResult> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.status(await settle(options));
}

/** What is applied, in the order in which it was executed; a range `A..B` or the newest `limit` of it. */
export async function history(options: ProjectOptions & HistoryOptions = {}): Promise<readonly AppliedRef[]> {
  const { settle } = await import("./config/settle.js");
  const deploy = await import("./workflows/deploy.js");
  return deploy.history(await settle(options), options);
}

/**
 * Records the migrations up to the place `to` as applied, and no others, and runs none of them.
 *
 * @throws {SchemaError} `UNKNOWN_MIGRATION` or `AMBIGUOUS_MIGRATION` where `to` names none or several,
 *   `MISSING_MIGRATION` where one is recorded that no file has
 */
export async function stamp(options: ProjectOptions & StampOptions): Promise<StampResult> {
  const { settle } = await import("./config/settle.js");
  const adopt = await import("./workflows/adopt.js");
  return adopt.stamp(await settle(options), options);
}

/**
 * Keeps a copy of the whole database in a file, and reads it back to see that it can be.
 *
 * @throws {SchemaError} `PROGRAM_MISSING` or `PROGRAM_OLD` where there is no pg_dump for the server, `BACKUP_FAILED`
 */
export async function backup(options: ProjectOptions & BackupRequest = {}): Promise<BackupResult> {
  const { settle } = await import("./config/settle.js");
  const workflow = await import("./workflows/backup.js");
  return workflow.backup(await settle(options), options);
}

/** Looks at all that the tool reads of the project, without a database, and says what is wrong. */
export async function validate(options: ProjectOptions = {}): Promise<readonly Finding[]> {
  const { settle } = await import("./config/settle.js");
  const health = await import("./workflows/health.js");
  return health.validate(await settle(options));
}

/** Looks at the programs, the connection and the database, and says what is wrong. Changes nothing. */
export async function doctor(options: ProjectOptions = {}): Promise<readonly Finding[]> {
  const { settle } = await import("./config/settle.js");
  const health = await import("./workflows/health.js");
  return health.doctor(await settle(options));
}
