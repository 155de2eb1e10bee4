import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { exitStatus, SchemaError } from "../../errors";
import type { Migration } from "../migration";
import { isGrave, type LockProblem, lockName, lockProblems } from "./problems";
import { renamedIn } from "./renamed";
import { type LockedFile, type LockText, parseLock, renderLock } from "./text";

/** The lock of a directory; null in a project that has none yet. */
export async function readLock(directory: string): Promise<LockText | null> {
  const text = await readLockText(directory);
  return text === null ? null : parseLock(text);
}

export async function readLockText(directory: string): Promise<string | null> {
  try {
    return await readFile(join(directory, lockName), "utf8");
  } catch (error) {
    if (typeof error === "object" && error !== null && "code" in error && error.code === "ENOENT")
      return null;
    throw error;
  }
}

export async function writeLock(directory: string, text: string): Promise<void> {
  await writeFile(join(directory, lockName), text);
}

/** The text of a lock as it was when the migrations were read, and as it shall be. */
export interface LockUpdate {
  readonly before: string | null;
  readonly after: string;
}

/** Refuses to write what does not know of a migration that another command has written meanwhile. */
export async function refuseMeanwhile(directory: string, { before }: LockUpdate): Promise<void> {
  if ((await readLockText(directory)) === before) return;
  throw new SchemaError({
    code: "WRITTEN_MEANWHILE",
    message: `Another command has written to ${lockName} since this one read the migrations. Nothing was written.`,
    hint: "Look at what it wrote, then run the command again.",
  });
}

/** The migrations that the lock of a directory is about, oldest first. */
export function lockedFilesOf(directory: string, migrations: readonly Migration[]): LockedFile[] {
  // A file may hold several.
  const files = new Map<string, string>();
  for (const { file, checksum } of migrations)
    if (file !== null && checksum !== null && dirname(file) === directory)
      files.set(basename(file), checksum);
  return [...files].map(([file, checksum]) => ({ file, checksum }));
}

/** What is wrong with a directory's lock; nothing where there is none. */
export async function findLockProblems(
  directory: string,
  migrations: readonly Migration[],
): Promise<LockProblem[]> {
  const lock = await readLock(directory);
  const files = lockedFilesOf(directory, migrations);
  // Only the compiled files are here, say, and the lock is about their sources.
  return lock === null || files.length === 0 ? [] : lockProblems(lock, files);
}

/** The lock with one more migration. Refuses where the order of those before it is not certain. */
export function lockWith(
  before: string | null,
  directory: string,
  migrations: readonly Migration[],
  added: { readonly fileName: string; readonly checksum: string },
): LockUpdate {
  const lock = before === null ? null : parseLock(before);
  const files = lockedFilesOf(directory, migrations);
  if (lock !== null) refuseUncertain(lockProblems(lock, files));
  const there = new Set(files.map(({ file }) => file));
  const renamed = renamedIn(lock?.ours ?? [], files);
  // What was deleted is taken off; what was edited or put there by hand keeps its place in the next rebase.
  const named = lock?.ours.map((line) => ({ ...line, file: renamed.get(line.file) ?? line.file }));
  const kept = named?.filter(({ file }) => there.has(file)) ?? files;
  const after = renderLock([...kept, { file: added.fileName, checksum: added.checksum }]);
  return { before, after };
}

function refuseUncertain(problems: readonly LockProblem[]): void {
  const found = problems.filter((problem) => isGrave(problem) && problem.kind !== "gone");
  const [first] = found;
  if (first === undefined) return;
  throw new SchemaError({
    code: first.code,
    message: `${found.map(({ message }) => message).join("\n")}\nNothing was written.`,
    hint: first.hint,
    exit: exitStatus.refused,
  });
}
