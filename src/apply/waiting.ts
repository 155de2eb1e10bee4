import { setTimeout as sleep } from "node:timers/promises";
import { SchemaError } from "../errors";
import type { LockHolder } from "./events";
import type { RunnerOptions } from "./run/runner";
import { defaultWait } from "./run/settings";

/** What only one run at a time has, in whatever way. */
export interface Lock {
  /** Whether it is ours now. */
  take(): Promise<boolean>;
  /** Who has it at this moment; null where nobody does. */
  holder(): Promise<LockHolder | null>;
  release(): Promise<void>;
}

const pauses = { first: 100, longest: 1000 } as const;

/** Runs `work` while no other run does. The lock is tried again and again, and is let go of whatever happens. */
export async function holding<T>(
  lock: Lock,
  { onEvent, signal, wait = defaultWait }: RunnerOptions,
  work: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + wait;
  for (
    let pause: number = pauses.first;
    !(await lock.take());
    pause = Math.min(pause * 1.5, pauses.longest)
  ) {
    if (performance.now() > deadline) throw busy(await lock.holder());
    if (pause === pauses.first) onEvent?.({ kind: "waiting", holder: await lock.holder() });
    await sleep(pause, undefined, signal ? { signal } : {}).catch(stopped);
  }
  try {
    return await work();
  } finally {
    // A lost connection has released it already.
    await lock.release().catch(() => undefined);
  }
}

function stopped(cause: unknown): never {
  throw new SchemaError({
    code: "INTERRUPTED",
    message: "You asked to stop while another deployer held the lock. Nothing was done.",
    hint: "Run the command again when the other one has ended.",
    cause,
  });
}

function busy(holder: LockHolder | null): SchemaError {
  return new SchemaError({
    code: "LOCKED",
    message: `Another run${holder === null ? "" : ` ${whoIs(holder)},`} still holds the lock. Nothing was done.`,
    hint: `Wait for it to end, or give it more time with --wait.${holder?.pid ? ` Where its client is certainly gone: SELECT pg_terminate_backend(${holder.pid}), then run the command again.` : ""}`,
  });
}

function whoIs({ person, user, host, pid, since }: LockHolder): string {
  return [
    `by ${person ?? user}${host === null ? "" : ` on ${host}`}`,
    ...(pid === null ? [] : [`process ${pid} of the server`]),
    `since ${since}`,
  ].join(", ");
}
