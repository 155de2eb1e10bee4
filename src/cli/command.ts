import { Command } from "@oclif/core/command";
import { boolean } from "@oclif/core/flags";
import type { ExitStatus } from "../errors";
import { type Terminal, terminalOf, writeJson } from "./terminal";

/** What a command found or did. */
export interface Outcome {
  /** For people. */
  readonly text: string;
  /** For programs: the document of `--json`, its version aside. */
  readonly json: object;
  /** 0 unless told otherwise. */
  readonly exit?: ExitStatus | undefined;
  /** What is done when all of that is said; its exit status is the command's. */
  readonly afterwards?: (() => Promise<number>) | undefined;
}

/** What every command shares: `--json`, and one place where results become output. */
export abstract class SchemaCommand extends Command {
  static override baseFlags = {
    json: boolean({
      description: "Print one JSON document, errors too; notes for people go to the error output.",
      helpGroup: "GLOBAL",
    }),
  };

  /** Flags → configuration → workflow → report. */
  protected abstract work(terminal: Terminal): Promise<Outcome>;

  override async run(): Promise<void> {
    const { flags } = await this.parse();
    const forPrograms = flags.json === true || flags.sql === true;
    const logs = flags.log === "json" ? "json" : "text";
    const { text, json, exit = 0, afterwards } = await this.work(terminalOf(forPrograms, logs));
    if (flags.json === true) writeJson(json);
    else if (logs === "json" && !forPrograms)
      process.stdout.write(`${JSON.stringify({ version: 1, ...json })}\n`);
    else if (text !== "") process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
    process.exitCode = afterwards === undefined ? exit : await afterwards();
  }

  /** The one who started the program tells how it failed. */
  protected override async catch(error: Error): Promise<never> {
    throw error;
  }
}
