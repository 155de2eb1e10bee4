import { existsSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { SchemaError } from "../errors";
import type { Database } from "./database";
import { releaseAtExit } from "./exit";
import { embeddedLabel } from "./label";
import { acquireLock, type FileLock, type Holder } from "./lock";
import { databaseOver, type PGlite, startPGlite } from "./pglite";
import { emptyData } from "./snapshot";

export interface EmbeddedOptions {
  /** How long to wait for another process that uses the database, in milliseconds. */
  readonly patience?: number | undefined;
  /** Told once when there is a wait. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** Opens the embedded database in `directory`, which it makes, for this process alone. */
export async function openEmbedded(directory: string, options: EmbeddedOptions = {}): Promise<Database> {
  const data = resolve(directory);
  const label = embeddedLabel(data);
  const lock = releaseAtExit(await lockData(data, label, options));
  try {
    const database = await databaseOver(await start(data), label);
    return {
      ...database,
      async close() {
        await database.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw isMissingPackage(error) ? incomplete(label, error) : unreadable(label, data, error);
  }
}

/** The memory of this process alone; gone when it is closed. */
export async function openMemoryDatabase(): Promise<Database> {
  return databaseOver(await startPGlite({ loadDataDir: await emptyData() }), "embedded database in memory");
}

/** Whether an archive of `dump` opens, and what it says its version is. */
export async function tryArchive(archive: Blob): Promise<number> {
  const database = await databaseOver(await startPGlite({ loadDataDir: archive }), "backup");
  await database.close();
  return database.version;
}

/** Puts the data of an archive of `dump` in the place of the database's, whole or not at all. */
export async function replaceEmbedded(
  directory: string,
  archive: Blob,
  options: EmbeddedOptions = {},
): Promise<void> {
  const data = resolve(directory);
  const label = embeddedLabel(data);
  const lock = releaseAtExit(await lockData(data, label, options));
  const [draft, old] = [`${data}.new`, `${data}.old`];
  try {
    await rm(draft, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
    const pglite = await startPGlite({ dataDir: draft, loadDataDir: archive });
    await pglite.close();
    if (existsSync(data)) await rename(data, old);
    await rename(draft, data);
    await rm(old, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

async function start(data: string): Promise<PGlite> {
  if (!existsSync(join(data, "PG_VERSION"))) await create(data);
  return startPGlite({ dataDir: data });
}

/** Made beside its place and moved there when it is whole, so that a crash leaves no half of a database. */
async function create(data: string): Promise<void> {
  const draft = `${data}.new`;
  await rm(draft, { recursive: true, force: true });
  const pglite = await startPGlite({ dataDir: draft, loadDataDir: await emptyData() });
  await pglite.close();
  await rename(draft, data);
}

async function lockData(data: string, label: string, options: EmbeddedOptions): Promise<FileLock> {
  const { patience = 10_000, onWait = () => {} } = options;
  const path = `${data}.lock`;
  try {
    await prepareFolder(dirname(data));
    const lock = await acquireLock(path, patience, (holder) =>
      onWait(`Waiting for ${nameOf(holder)}, which uses the ${label}.`),
    );
    if (!("heldBy" in lock)) return lock;
    throw inUse(label, path, lock.heldBy);
  } catch (error) {
    throw error instanceof SchemaError ? error : unwritable(label, error);
  }
}

/** `.schema/` is the tool's own and never under version control; any other folder is the user's. */
async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (basename(folder) !== ".schema") return;
  await writeFile(join(folder, ".gitignore"), "*\n", { flag: "wx" }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}

const nameOf = (holder: Holder | null) =>
  holder === null ? "another process" : `process ${holder.pid} on ${holder.host} (${holder.command})`;

const inUse = (label: string, path: string, holder: Holder | null) =>
  new SchemaError({
    code: "EMBEDDED_IN_USE",
    message: `The ${label} is in use by ${nameOf(holder)}${holder === null ? "" : ` since ${holder.since}`}.`,
    hint: `Wait for it, or stop it. When it is certain that nothing runs there any more, remove ${path}.`,
  });

const unwritable = (label: string, cause: unknown) =>
  new SchemaError({
    code: "EMBEDDED_NOT_WRITABLE",
    message: `The folder of the ${label} cannot be written.`,
    hint: "Make it writable, or give the URL of a server with --url.",
    cause,
  });

const isMissingPackage = (error: unknown): error is Error =>
  error instanceof Error && "code" in error && /^(?:ERR_)?MODULE_NOT_FOUND$/.test(String(error.code));

const incomplete = (label: string, cause: Error) =>
  new SchemaError({
    code: "EMBEDDED_INCOMPLETE",
    message: `The ${label} does not open, as a package that it consists of is not installed. ${cause.message}`,
    hint: "Install the project's packages again, or give the URL of a server with --url.",
    cause,
  });

const unreadable = (label: string, data: string, cause: unknown) =>
  new SchemaError({
    code: "EMBEDDED_UNREADABLE",
    message: `The ${label} does not open: what is in the folder is damaged, or of another version.`,
    hint: `Move ${data} away, then apply the migrations to a new one.`,
    cause,
  });
