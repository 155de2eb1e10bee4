import type { Configuration } from "../config/configuration";
import { type LockUpdate, refuseMeanwhile, rewriteMigration, writeLock, writeMigration } from "../migrations";
import type { FileText } from "./writing";

export interface ToWrite {
  readonly files: readonly FileText[];
  readonly lock: LockUpdate;
  readonly replaces: readonly string[];
}

/** Writes a migration, and the lock with it. Gives the absolute paths of its files. */
export async function write(
  { migrations: { directory } }: Pick<Configuration, "migrations">,
  { files, lock, replaces }: ToWrite,
): Promise<readonly string[]> {
  await refuseMeanwhile(directory, lock);
  const written: string[] = [];
  for (const [index, { fileName, text }] of files.entries()) {
    const old = replaces[index];
    written.push(
      old === undefined
        ? await writeMigration(directory, fileName, text)
        : await rewriteMigration(old, directory, fileName, text),
    );
  }
  await writeLock(directory, lock.after);
  return written;
}
