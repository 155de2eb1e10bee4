import { endedEarly } from "./failure";
import { interruptedExits } from "./interrupt";
import { type OutputForm, writeFailure } from "./terminal";

/**
 * Says so where the process ends before the command has: code of the project called `process.exit`, or waits for what
 * never comes. Gives what is to be called when the command has come to its end.
 */
export function tellExits(wanted: OutputForm): () => void {
  const tell = (code: number) => {
    if (interruptedExits.has(code)) return;
    const failure = endedEarly(code);
    writeFailure(failure, wanted);
    process.exitCode = failure.exit;
  };
  process.on("exit", tell);
  return () => void process.off("exit", tell);
}
