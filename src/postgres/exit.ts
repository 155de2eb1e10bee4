import type { FileLock } from "./lock";

const signals = ["SIGINT", "SIGTERM"] as const;

/** The same lock, released too when the process ends without having released it. */
export function releaseAtExit(lock: FileLock): FileLock {
  const release = () => {
    stopListening();
    lock.release();
  };
  const onSignal = (signal: NodeJS.Signals) => {
    // Whoever else listens decides whether the process ends.
    if (process.listenerCount(signal) > 1) return;
    release();
    process.kill(process.pid, signal);
  };
  const stopListening = () => {
    process.off("exit", release);
    for (const signal of signals) process.off(signal, onSignal);
  };
  process.on("exit", release);
  for (const signal of signals) process.on(signal, onSignal);
  return { release };
}
