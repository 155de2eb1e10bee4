import ansis, { Ansis } from "ansis";
import type { LogLine } from "../report/log";
import type { Failure } from "./failure";

/** Where a command speaks while it works. What it finds is for its end. */
export interface Terminal {
  /** For people, on the error output, so that it is never part of a result. */
  note(text: string): void;
  /** How far the work is; on the error output where the standard one is for programs. */
  progress(text: string): void;
  /** Whether lines may be written over. */
  readonly interactive: boolean;
  /** Writes a line of JSON, where that is what was asked for; null elsewhere. */
  readonly log: ((line: LogLine) => void) | null;
}

export function terminalOf(forPrograms: boolean, logs: LogFormat): Terminal {
  const stream = forPrograms ? process.stderr : process.stdout;
  if (logs === "json")
    return {
      note: (message) => writeLog({ level: "info", event: "note", message }),
      progress: (text) => writeLog({ level: "info", event: "note", message: text.trim() }),
      interactive: false,
      log: writeLog,
    };
  return {
    log: null,
    note: (text) => void process.stderr.write(`${paint(process.stderr).dim(text)}\n`),
    progress: (text) => void stream.write(text),
    interactive: stream.isTTY === true && process.env.CI === undefined,
  };
}

export function writeJson(document: object): void {
  process.stdout.write(`${JSON.stringify({ version: 1, ...document }, null, 2)}\n`);
}

/** How what a command does is told while it works. */
export type LogFormat = "text" | "json";

/** On the error output: the standard one is for the result. */
function writeLog(line: LogLine): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...line })}\n`);
}

export interface OutputForm {
  readonly json: boolean;
  readonly log: LogFormat;
}

export function writeFailure({ code, message, hint, stack }: Failure, { json, log }: OutputForm): void {
  if (json) writeJson({ error: { code, message, hint } });
  if (log === "json") writeLog({ level: "error", event: "failed", code, message, hint });
  else if (!json) {
    const { bold, red } = paint(process.stderr);
    process.stderr.write(`${bold.red("Error:")} ${message}\n${red("→")} ${hint}\n`);
  }
  if (process.env.DEBUG && stack !== null) process.stderr.write(`\n${stack}\n`);
}

/**
 * What libraries warn of, in the form that was asked for: Node.js itself would write text between lines of JSON. What
 * is deprecated in a library is no news to its users' users.
 */
export function tellWarnings({ log }: Pick<OutputForm, "log">): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message, stack }) => {
    if (process.env.DEBUG) process.stderr.write(`${stack}\n`);
    else if (/^(?:Deprecation|Experimental)/.test(name)) return;
    else if (log === "json") writeLog({ level: "warn", event: "warning", message });
    else process.stderr.write(`${paint(process.stderr).dim(message)}\n`);
  });
}

/** The colours that the stream takes: ansis itself looks at the standard output alone. */
function paint(stream: NodeJS.WriteStream): Ansis {
  return stream.isTTY || process.env.FORCE_COLOR ? ansis : colourless;
}

const colourless = new Ansis(0);
