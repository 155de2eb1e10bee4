import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

const binary = join(__dirname, "../../bin/schema.js");

const open: Screen[] = [];

/** Fails where there is no pseudo-terminal to be had: it is what the tests with screens are about. */
export function requireTerminal(): void {
  if (spawnSync("script", ["--version"]).error !== undefined)
    throw new Error(
      "These tests need the program `script` of util-linux (package bsdutils or util-linux-script).",
    );
}

export function closeScreens(): void {
  for (const screen of open.splice(0)) screen.close();
}

/** The tool in a pseudo-terminal, as a person has it. */
export class Screen {
  private shown = "";
  private all = "";
  private readonly process: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(directory: string, url: string, ...args: string[]) {
    open.push(this);
    const command = [process.execPath, binary, ...args].map((word) => `'${word}'`).join(" ");
    const { CI, ...environment } = process.env;
    this.process = spawn("script", ["-qefc", command, "/dev/null"], {
      cwd: directory,
      env: { ...environment, DATABASE_URL: url, TERM: "xterm", COLUMNS: "200" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.process.stdout?.on("data", (data) => {
      this.shown += String(data);
      this.all += String(data);
    });
    this.ended = new Promise((resolve) => this.process.on("close", resolve));
  }

  /** What is shown since the last key, without colours and cursor movements. */
  get text(): string {
    return stripVTControlCharacters(this.shown);
  }

  /** Everything that was ever shown. */
  get everything(): string {
    return stripVTControlCharacters(this.all);
  }

  /** The same with colours and cursor movements. */
  get raw(): string {
    return this.all;
  }

  async shows(what: string): Promise<void> {
    for (let waited = 0; !this.text.includes(what); waited += 50) {
      if (waited > 40_000) throw new Error(`"${what}" was never shown, but:\n${this.text}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  close(): void {
    this.process.stdin?.end();
    this.process.kill("SIGKILL");
  }

  press(keys: string): void {
    this.shown = "";
    this.process.stdin?.write(keys);
  }
}

export const [enter, down, interrupt] = ["\r", "\u001b[B", "\u0003"] as const;
