import ansis, { Ansis } from "ansis";
import type { Failure } from "./failure";

/** Where a command speaks while it works. What it finds is for its end. */
export interface Terminal {
  /** For people, on the error output, so that it is never part of a result. */
  note(text: string): void;
  /** How far the work is; on the error output where the standard one is for programs. */
  progress(text: string): void;
  /** Whether lines may be written over. */
  readonly interactive: boolean;
}

export function terminalOf(forPrograms: boolean): Terminal {
  const stream = forPrograms ? process.stderr : process.stdout;
  return {
    note: (text) => void process.stderr.write(`${paint(process.stderr).dim(text)}\n`),
    progress: (text) => void stream.write(text),
    interactive: stream.isTTY === true && process.env.CI === undefined,
  };
}

export function writeJson(document: object): void {
  process.stdout.write(`${JSON.stringify({ version: 1, ...document }, null, 2)}\n`);
}

export function writeFailure({ code, message, hint, stack }: Failure, forPrograms: boolean): void {
  if (forPrograms) writeJson({ error: { code, message, hint } });
  else {
    const { bold, red } = paint(process.stderr);
    process.stderr.write(`${bold.red("Error:")} ${message}\n${red("→")} ${hint}\n`);
  }
  if (process.env.DEBUG && stack !== null) process.stderr.write(`\n${stack}\n`);
}

/** The colours that the stream takes: ansis itself looks at the standard output alone. */
function paint(stream: NodeJS.WriteStream): Ansis {
  return stream.isTTY || process.env.FORCE_COLOR ? ansis : colourless;
}

const colourless = new Ansis(0);
