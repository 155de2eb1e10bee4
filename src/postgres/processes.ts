import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { codeOf } from "./codes";

/** A process, so that another one which gets the same number later is told from it. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** When it started, in the terms of its host's kernel; null where that is not told. */
  readonly started: string | null;
}

export function thisProcess(): ProcessIdentity {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) };
}

/** Whether the process is gone for certain. Of another host's processes nothing is known. */
export function isGone({ host, pid, started }: ProcessIdentity): boolean {
  if (host !== hostname()) return false;
  if (!exists(pid)) return true;
  const current = startOf(pid);
  return started !== null && current !== null && started !== current;
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It belongs to somebody else, but it is there.
    return codeOf(error) === "EPERM";
  }
}

/** The boot and the clock ticks after it, from Linux's /proc. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    // The second field, the program's name, may hold spaces and parentheses.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    const ticks = fields?.[19];
    return ticks === undefined ? null : `${boot}/${ticks}`;
  } catch {
    return null;
  }
}
