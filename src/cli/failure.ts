import { isNativeError } from "node:util/types";
import { SchemaError } from "../errors";
import { withoutSecrets } from "../postgres/secrets";
import { Interruption, interruptedExit } from "./interrupt";

/** How a command failed: what people and programs are told, and the exit status. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly exit: number;
  /** Where in the tool's own code; shown with DEBUG alone. */
  readonly stack: string | null;
}

/** Tells foreseen failures, misuse and bugs apart. */
export function failureOf(error: unknown, argv: readonly string[]): Failure {
  if (error instanceof Interruption) {
    const failure = failureOf(error.cause, argv);
    if (failure.code === "SQL_57014") return { ...failure, ...cancelled, exit: error.exit };
    return failure.code === "INTERRUPTED" ? { ...failure, exit: error.exit } : failure;
  }
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  const failure =
    foreseen(error) ?? interruption(error) ?? misuse(error, argv) ?? denial(error) ?? bug(error);
  return { ...failure, message: withoutSecrets(failure.message), stack };
}

/** A question of our own was under way, between two migrations or around all of them. */
const cancelled = {
  code: "INTERRUPTED",
  message: "You asked to stop, between two steps. Nothing was left half done.",
  hint: "See what is applied with schema status, and run the command again when it suits.",
};

type Known = Omit<Failure, "stack">;

function foreseen(error: unknown): Known | null {
  if (!(error instanceof SchemaError)) return null;
  const { code, message, hint } = error;
  return { code, message, hint, exit: code === "INTERRUPTED" ? interruptedExit : error.exit };
}

/** Stopped while it waited, before anything was done. */
function interruption(error: unknown): Known | null {
  // The second is Ctrl-C at a question.
  if (!(error instanceof Error) || !["AbortError", "ExitPromptError"].includes(error.name)) return null;
  return {
    code: "INTERRUPTED",
    message: "You asked to stop. Nothing was left half done.",
    hint: "Run the command again when it suits.",
    exit: interruptedExit,
  };
}

/** What oclif says of a command line that it cannot read. */
function misuse(error: unknown, [command = ""]: readonly string[]): Known | null {
  if (!(error instanceof Error) || !("oclif" in error)) return null;
  const unknownCommand = /^command (.+) not found$/i.exec(error.message)?.[1];
  const help =
    unknownCommand === undefined && /^[a-z]/.test(command) ? `schema ${command} --help` : "schema --help";
  const list = unknownCommand === undefined ? "what it takes" : "the commands";
  return {
    code: "USAGE",
    message: unknownCommand === undefined ? usageMessage(error) : `There is no command "${unknownCommand}".`,
    hint: `\`${help}\` lists ${list}.`,
    exit: 1,
  };
}

function usageMessage(error: Error): string {
  const words = (key: string): string[] => {
    const value: unknown = Reflect.get(error, key);
    return Array.isArray(value) ? value.map(String) : [];
  };
  const flags = words("flags");
  if (error.constructor.name === "NonExistentFlagsError" && flags.length > 0)
    return `There is no flag ${flags.join(", ")}.`;
  const text = error.message
    .replace("See more help with --help", "")
    .replace(/^The following errors? occurred:/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  return text.endsWith(".") ? text : `${text}.`;
}

/** Not even an error ended it. */
export function endedEarly(status: number): Failure {
  return {
    code: "ENDED_EARLY",
    message: `The process was ended before the command was done, with status ${status}.`,
    hint: "Code of the project called process.exit, or it awaits what never comes: look at the data source file, the entities, migrations and hooks. schema status says how far a deploy came.",
    exit: 1,
    stack: null,
  };
}

/** What the machine does not let this user do with a file. */
function denial(error: unknown): Known | null {
  if (!isNativeError(error) || !("syscall" in error && "code" in error)) return null;
  if (!["EACCES", "EPERM", "EROFS", "ENOSPC", "EDQUOT"].includes(String(error.code))) return null;
  return {
    code: "FILE_DENIED",
    message: `A file cannot be read or written: ${error.message}.`,
    hint: "See that this user may write there, and that the disk has room; then run the command again.",
    exit: 1,
  };
}

function bug(error: unknown): Known {
  return {
    code: "UNEXPECTED",
    message: error instanceof Error ? error.message : String(error),
    hint: "This is a bug of typeorm-schema. Run the command again with DEBUG=1 to see where, and please report it.",
    exit: 1,
  };
}
