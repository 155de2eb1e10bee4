import type { Terminal } from "./terminal";

const signals = { SIGINT: 130, SIGTERM: 143 } as const;

/** Stops `work` in good order when the process is asked to end; at once when it is asked again. */
export async function interruptible<T>(
  terminal: Terminal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const stop = (name: keyof typeof signals) => {
    if (controller.signal.aborted) process.exit(signals[name]);
    terminal.note("Stopping: what runs is rolled back. Once more stops at once.");
    controller.abort();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of ["SIGINT", "SIGTERM"] as const) process.off(name, stop);
  }
}
