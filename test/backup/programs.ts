import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a stand-in was called with. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A directory of programs that are called pg_dump and pg_restore and only write down how they were called: for what no
 * real one would tell, and for versions that nobody has.
 */
export function standIns(
  directory: string,
  { version, restoreStatus = 0 }: { readonly version: string; readonly restoreStatus?: number },
): { readonly bin: string; calls(): Call[] } {
  mkdirSync(directory, { recursive: true });
  const log = join(directory, "calls.jsonl");
  writeFileSync(log, "");
  for (const program of ["pg_dump", "pg_restore"]) {
    const file = join(directory, program);
    writeFileSync(
      file,
      `#!${process.execPath}
const { appendFileSync, writeFileSync } = require("node:fs");
const args = process.argv.slice(2);
if (args[0] === "--version") console.log("${program} (PostgreSQL) ${version}");
else {
  appendFileSync(${JSON.stringify(log)}, JSON.stringify({ program: "${program}", args, environment: process.env }) + "\\n");
  const draft = args.find((arg) => arg.startsWith("--file="));
  if (draft) writeFileSync(draft.slice(7), "PGDMP");
  if ("${program}" === "pg_restore") {
    console.error("pg_restore: error: it is full of holes");
    process.exit(${restoreStatus});
  }
}
`,
    );
    chmodSync(file, 0o755);
  }
  return {
    bin: directory,
    calls: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line): Call => JSON.parse(line)),
  };
}
