import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { codeOf } from "./codes";
import { isGone, type ProcessIdentity, thisProcess } from "./processes";

/** Who holds a lock file. */
export interface Holder extends ProcessIdentity {
  /** Of this one hold, so that two of one process differ. */
  readonly id: string;
  /** ISO 8601 */
  readonly since: string;
  readonly command: string;
}

export interface FileLock {
  release(): void;
}

const poll = 100;
/** An unreadable lock of this age, in milliseconds, is not one that is being written. */
const writingTime = 5_000;

/**
 * Waits until nobody else holds the lock file, at most `patience` milliseconds.
 *
 * @param onWait told once who holds it, when that is not over at once
 * @returns the lock, or who still holds it
 */
export async function acquireLock(
  path: string,
  patience: number,
  onWait: (holder: Holder | null) => void,
): Promise<FileLock | { readonly heldBy: Holder | null }> {
  const deadline = Date.now() + patience;
  for (let waiting = false; ; waiting = true) {
    const lock = tryLock(path);
    if (lock !== null) return lock;
    const heldBy = readHolder(path);
    if (Date.now() >= deadline) return { heldBy };
    if (!waiting) onWait(heldBy);
    await sleep(poll);
  }
}

function tryLock(path: string): FileLock | null {
  const mine = holder();
  if (!create(path, mine) && !takeOver(path, mine)) return null;
  return { release: () => remove(path, mine) };
}

function holder(): Holder {
  const command = process.argv.slice(1, 3).join(" ");
  return { id: randomUUID(), ...thisProcess(), since: new Date().toISOString(), command };
}

function create(path: string, mine: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(mine), { flag: "wx" });
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/**
 * Several processes may see that a lock's holder is dead. Only the one that holds the lock of the lock replaces it,
 * after looking again; that lock is taken over in the same way when its holder dies, too.
 */
function takeOver(path: string, mine: Holder): boolean {
  if (!isStale(path)) return false;
  const guard = tryLock(`${path}.takeover`);
  if (guard === null) return false;
  try {
    if (!isStale(path)) return false;
    const draft = `${path}.${mine.id}`;
    writeFileSync(draft, JSON.stringify(mine));
    renameSync(draft, path);
    return true;
  } finally {
    guard.release();
  }
}

function isStale(path: string): boolean {
  const current = readHolder(path);
  if (current !== null) return isGone(current);
  try {
    return Date.now() - statSync(path).mtimeMs > writingTime;
  } catch {
    return false;
  }
}

function remove(path: string, mine: Holder): void {
  if (readHolder(path)?.id === mine.id) rmSync(path, { force: true });
}

/** Null when there is none, or when it is just being written. */
function readHolder(path: string): Holder | null {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isHolder(value) ? value : null;
  } catch {
    return null;
  }
}

function isHolder(value: unknown): value is Holder {
  return typeof value === "object" && value !== null && "id" in value && "pid" in value && "host" in value;
}
