import type { Terminal } from "./terminal";

/** By which a process is asked to end, with the status that shells expect then. */
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
type Signal = keyof typeof signals;

/** Ctrl-C, where no signal says otherwise. */
export const interruptedExit = signals.SIGINT;

/** The statuses of a process that was asked to end. */
export const interruptedExits: ReadonlySet<number> = new Set(Object.values(signals));

/** A failure that came of a signal. */
export class Interruption extends Error {
  readonly exit: number;

  constructor(by: Signal, cause: unknown) {
    super(`stopped by ${by}`, { cause });
    this.exit = signals[by];
  }
}

/** Stops `work` in good order when the process is asked to end; at once when it is asked again. */
export async function interruptible<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let asked: Signal | null = null;
  const stop = (name: Signal) => {
    if (asked !== null) process.exit(signals[name]);
    asked = name;
    terminal.note("Stopping: what runs is rolled back. Once more stops at once.");
    controller.abort();
  };
  const names = Object.keys(signals) as Signal[];
  for (const name of names) process.on(name, stop);
  try {
    return await work(controller.signal);
  } catch (error) {
    throw asked === null ? error : new Interruption(asked, error);
  } finally {
    for (const name of names) process.off(name, stop);
  }
}
