import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const dist = JSON.stringify(join(__dirname, "../../dist"));

export interface Child {
  readonly process: ChildProcess;
  /** Resolves when the program has printed the line; rejects with what it wrote when it ends without. */
  line(text: string | RegExp): Promise<string>;
  /** Everything that it printed, once it has ended. */
  output(): Promise<string[]>;
}

/** A Node process that runs `program`, which may use the tool as built: `postgres`, `lock`, `sleep`. */
export function run(program: string, ...parameters: readonly string[]): Child {
  const text = `
    const postgres = require(${dist} + "/postgres");
    const lock = require(${dist} + "/postgres/lock");
    const sleep = (time) => new Promise((done) => setTimeout(done, time));
    const there = async (file) => { while (!require("node:fs").existsSync(file)) await sleep(20); };
    const print = (value) => process.stdout.write(String(value) + "\\n");
    (async () => { ${program} })().catch((error) => { print(error.code + " " + error.message); process.exitCode = 1; });`;
  const child = spawn(process.execPath, ["-e", text, ...parameters], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const reading = createInterface({ input: child.stdout });
  reading.on("line", (line) => lines.push(line));
  const ended = once(child, "close");
  const matches = (wanted: string | RegExp) => lines.find((line) => line.match(wanted) !== null);
  return {
    process: child,
    async line(wanted) {
      for (;;) {
        const found = matches(wanted);
        if (found !== undefined) return found;
        const next = await Promise.race([once(reading, "line"), ended.then(() => null)]);
        if (next === null && matches(wanted) === undefined) throw new Error(`not said: ${lines.join("\n")}`);
      }
    },
    async output() {
      await ended;
      return lines;
    },
  };
}
