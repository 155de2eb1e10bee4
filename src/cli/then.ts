import { spawn } from "node:child_process";
import { constants } from "node:os";

/**
 * Runs a shell's command in our place, with our input and output, and gives its exit status. Signals are passed on, so
 * that it may be an application's server.
 */
export function runCommand(command: string, forPrograms: boolean): Promise<number> {
  // The standard output of a program's is one document, and ours.
  const output = forPrograms ? process.stderr : "inherit";
  const child = spawn(command, { shell: true, stdio: ["inherit", output, "inherit"] });
  // A terminal gives its signals to the command as well, and a server may take a second Ctrl-C for impatience.
  const given = process.stdin.isTTY ? ["SIGINT", "SIGHUP"] : [];
  const forward = (signal: NodeJS.Signals) => void (given.includes(signal) || child.kill(signal));
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  for (const signal of signals) process.on(signal, forward);
  return new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  }).finally(() => {
    for (const signal of signals) process.off(signal, forward);
  });
}
