import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a stand-in was called with. */
export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * A directory of programs that are called as those of PostgreSQL and only write down how they were called: for what no
 * real one would tell, and for versions that nobody has.
 */
export function standIns(
  directory: string,
  { version, restoreStatus = 0 }: { readonly version: string; readonly restoreStatus?: number },
): { readonly bin: string; calls(): Call[] } {
  mkdirSync(directory, { recursive: true });
  const log = join(directory, "calls.jsonl");
  writeFileSync(log, "");
  for (const program of ["pg_dump", "pg_restore", "psql"]) {
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

/** A directory of this machine's own pg_restore, killed in the middle of what it restores, and psql. */
export function halfway(directory: string): string {
  const stand = (program: string, code: string) => {
    const file = join(directory, program);
    writeFileSync(
      file,
      `#!${process.execPath}\nconst { spawnSync } = require("node:child_process");\n${code}`,
    );
    chmodSync(file, 0o755);
  };
  mkdirSync(directory, { recursive: true });
  stand("psql", `process.exit(spawnSync("psql", process.argv.slice(2), { stdio: "inherit" }).status);`);
  stand(
    "pg_restore",
    `const { stdout } = spawnSync("pg_restore", process.argv.slice(2), { stdio: ["ignore", "pipe", "inherit"] });
const { writeSync } = require("node:fs");
const isWhole = ["--version", "--list"].includes(process.argv[2]);
writeSync(1, isWhole ? stdout : stdout.subarray(0, stdout.length / 2));
if (!isWhole) process.kill(process.pid, "SIGKILL");
`,
  );
  return directory;
}
