import { type ExitStatus, exitStatus, SchemaError } from "../errors";

/** What a check has found. */
export interface Finding {
  /** Stable: which check speaks. */
  readonly check: string;
  /** An error keeps something from working; a warning deserves a look. */
  readonly level: "ok" | "warning" | "error";
  /** What was found, in one sentence. */
  readonly message: string;
  /** What to do; null where all is well. */
  readonly hint: string | null;
  /** What an error ends the command with, 1 unless told otherwise. */
  readonly exit?: ExitStatus | undefined;
}

export const ok = (check: string, message: string): Finding => ({ check, level: "ok", message, hint: null });

export const warning = (check: string, message: string, hint: string): Finding => ({
  check,
  level: "warning",
  message,
  hint,
});

export const problem = (
  check: string,
  message: string,
  hint: string,
  exit: ExitStatus = exitStatus.error,
): Finding => ({ check, level: "error", message, hint, exit });

/** What the check finds; where it fails in a way that the tool foresees, that is the finding. */
export async function attempt(
  check: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof SchemaError) return [problem(check, error.message, error.hint, error.exit)];
    throw error;
  }
}

/** The gravest of the errors; 0 where there is none. */
export function exitOf(findings: readonly Finding[]): ExitStatus {
  const exits = findings.flatMap(({ level, exit }) => (level === "error" ? [exit ?? exitStatus.error] : []));
  if (exits.includes(exitStatus.refused)) return exitStatus.refused;
  return exits[0] ?? exitStatus.done;
}
