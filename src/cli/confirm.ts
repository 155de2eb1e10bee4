import { exitStatus, SchemaError } from "../errors";
import type { Terminal } from "./terminal";

/** Whether a person says yes, by the flag or at the terminal; where there is neither, nobody can know. */
export async function confirmed(terminal: Terminal, yes: boolean, message: string): Promise<boolean> {
  if (yes) return true;
  if (!terminal.interactive || !process.stdin.isTTY) {
    throw new SchemaError({
      code: "NEEDS_CONFIRMATION",
      message: `${message} Nothing was done.`,
      hint: "Say that it is meant with --yes.",
      exit: exitStatus.needsDecision,
    });
  }
  const { confirm } = await import("@inquirer/prompts");
  return confirm({ message: `${message} (--yes) Go on?`, default: false });
}
