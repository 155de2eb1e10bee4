import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { tablesOf, withLock, writeRun } from "../apply";
import {
  backupFile,
  type Dumped,
  dumpEmbedded,
  dumpServer,
  kindOf,
  type NamedObject,
  openBackup,
  prepareDirectory,
  restoreServer,
  retain,
  standingIn,
  tablesIn,
} from "../backup";
import type { Configuration } from "../config";
import { exitStatus, SchemaError } from "../errors";
import {
  type Database,
  type EmbeddedOptions,
  labelOf,
  replaceEmbedded,
  type Target,
  tryArchive,
} from "../postgres";
import { clientOf } from "../postgres/connection";
import { withDatabase } from "./database";

/** Where backups are kept, how many, and by which programs. */
export interface BackupRequest extends EmbeddedOptions {
  /** Where backups are kept; `backups/` in the project without it. */
  readonly directory?: string | undefined;
  /** How many of this database's stay, this one included; all without it. */
  readonly keep?: number | undefined;
  /** Where pg_dump and pg_restore are; the PATH without it. */
  readonly bin?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The file, and what it was made of. */
export interface BackupResult extends Dumped {
  /** The database, without its password. */
  readonly database: string;
  /** Absolute. */
  readonly file: string;
  /** Older ones that are gone now, absolute. */
  readonly removed: readonly string[];
}

/** Keeps a copy of the whole database in a file, and reads it back to see that it can be. */
export function backup(configuration: Configuration, request: BackupRequest = {}): Promise<BackupResult> {
  return withDatabase(configuration, request, (database) => backupOf(configuration, database, request));
}

/** The same of a database that is open. */
export async function backupOf(
  { root, target }: Configuration,
  database: Database,
  { directory = "backups", keep, bin, signal }: BackupRequest,
): Promise<BackupResult> {
  const folder = resolve(root, directory);
  const name = nameOf(target);
  await prepareDirectory(folder);
  const file = backupFile(folder, name, target.kind, new Date());
  const dumped =
    target.kind === "server"
      ? await dumpServer(target.connection, database.version, file, { bin, signal })
      : await dumpEmbedded(database, file);
  const removed = keep === undefined ? [] : await retain(folder, name, target.kind, keep);
  return { ...dumped, database: database.label, file, removed };
}

function nameOf(target: Target): string {
  return target.kind === "server" ? (clientOf(target.connection).database ?? "database") : "embedded";
}

export interface RestoreRequest extends EmbeddedOptions {
  /** From the working directory. */
  readonly file: string;
  /** Whether things are given back to their owners and those to whom they were granted. */
  readonly owners: boolean;
  readonly bin?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Asked before anything is touched. */
  readonly confirm: (replaced: Replaced) => Promise<boolean>;
}

/** What a restore does away with. */
export interface Replaced {
  /** The database, without its password. */
  readonly database: string;
  /** How many tables there are now. */
  readonly tables: number;
  /** What came after the backup, and goes. */
  readonly extras: readonly NamedObject[];
}

export interface RestoreResult extends Replaced {
  /** Absolute. */
  readonly file: string;
  /** False where it was not confirmed. */
  readonly restored: boolean;
}

/** Makes the database what it was when the backup was made. */
export async function restore(configuration: Configuration, request: RestoreRequest): Promise<RestoreResult> {
  const file = resolve(request.file);
  const kind = await kindOf(file);
  const { target } = configuration;
  if (kind !== target.kind) throw otherKind(kind, target);
  const asked = { ...request, file };
  return target.kind === "server"
    ? restoreToServer(configuration, target, asked)
    : restoreToEmbedded(configuration, target, asked);
}

async function restoreToServer(
  configuration: Configuration,
  { connection }: Target & { kind: "server" },
  request: RestoreRequest,
): Promise<RestoreResult> {
  const { file, confirm } = request;
  return withDatabase(configuration, request, (database) =>
    database.session(async (session) => {
      const opened = await openBackup(connection, database.version, file, request);
      const standing = await standingIn(session, opened.contents);
      const { extras } = standing;
      const replaced = { database: database.label, tables: await tablesIn(session), extras };
      if (!(await confirm(replaced))) return { ...replaced, file, restored: false };
      const tables = tablesOf(configuration);
      await withLock(session, tables, request, async () => {
        const started = performance.now();
        await restoreServer(file, opened, standing, request);
        await writeRun(session, tables, "restore", performance.now() - started);
      });
      return { ...replaced, file, restored: true };
    }),
  );
}

async function restoreToEmbedded(
  configuration: Configuration,
  { directory }: Target & { kind: "embedded" },
  request: RestoreRequest,
): Promise<RestoreResult> {
  const { file, confirm } = request;
  const archive = await unzipped(await readFile(file)).catch(unreadable(file));
  await tryArchive(archive).catch(unreadable(file));
  const tables = await withDatabase(configuration, request, (database) => database.session(tablesIn));
  const replaced = { database: labelOf(configuration.target), tables, extras: [] };
  if (!(await confirm(replaced))) return { ...replaced, file, restored: false };
  const started = performance.now();
  await replaceEmbedded(directory, archive, request);
  await withDatabase(configuration, request, (database) =>
    database.session((session) =>
      writeRun(session, tablesOf(configuration), "restore", performance.now() - started),
    ),
  );
  return { ...replaced, file, restored: true };
}

/** What was cut off is found here, where it can be caught. */
async function unzipped(bytes: Buffer): Promise<Blob> {
  return new Blob([new Uint8Array(await promisify(gunzip)(bytes))]);
}

function unreadable(file: string): (cause: unknown) => never {
  return (cause) => {
    throw new SchemaError({
      code: "BACKUP_UNREADABLE",
      message: `${file} does not open as an embedded database. Nothing was done.`,
      hint: "Give another backup; this one is damaged, or of another version.",
      cause,
    });
  };
}

function otherKind(kind: "server" | "embedded", target: Target): SchemaError {
  const made = kind === "server" ? "a server's database" : "the embedded database";
  return new SchemaError({
    code: "BACKUP_OF_OTHER_KIND",
    message: `The file is a backup of ${made}, and the target is ${labelOf(target)}. Nothing was done.`,
    hint:
      kind === "server"
        ? "Name a server's database with --into URL."
        : "Leave --into, --url and DATABASE_URL out, so that the embedded database is the target.",
    exit: exitStatus.refused,
  });
}
