import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { SchemaError } from "../errors";

export type ProgramName = "pg_dump" | "pg_restore" | "psql";

/** A client program of PostgreSQL's that is installed here. */
export interface Program {
  readonly path: string;
  /** `15.18` */
  readonly version: string;
  readonly major: number;
}

/** The program as PATH or `directory` has it; null where there is none that runs. */
export async function findProgram(
  name: ProgramName,
  directory: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<Program | null> {
  const path = directory === undefined ? name : join(directory, name);
  const { status, stdout } = await run(path, ["--version"], environment);
  const version = status === 0 ? /\(PostgreSQL\)\s+(\d+[\w.]*)/.exec(stdout)?.[1] : undefined;
  return version === undefined ? null : { path, version, major: Number.parseInt(version, 10) };
}

/** The same, for a server of this version: an older program refuses a newer server, and says so late and dimly. */
export async function requireProgram(
  name: ProgramName,
  directory: string | undefined,
  serverVersion: number,
): Promise<Program> {
  const program = await findProgram(name, directory);
  const major = Math.floor(serverVersion / 10_000);
  if (program === null) throw missing(name, directory, major);
  if (program.major < major) throw older(name, program, major);
  return program;
}

export interface ProgramResult {
  /** Null where it could not be started, or was killed. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  path: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal | undefined,
): Promise<ProgramResult> {
  return new Promise((done) => {
    const options = { env, maxBuffer: 1 << 28, ...(signal ? { signal } : {}) };
    const child = execFile(path, [...args], options, (_error, stdout, stderr) =>
      done({ status: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end();
  });
}

export interface Command {
  readonly path: string;
  readonly args: readonly string[];
}

/**
 * Runs two programs, the second reading what the first one writes, and gives how the one ended that failed. The second
 * is not told when the first one fails: what it reads just ends.
 *
 * @param begin what takes the place of the first piece that is read
 */
export async function runInto(
  from: Command,
  into: Command,
  begin: (head: string) => string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal | undefined,
): Promise<ProgramResult> {
  const options = { env, ...(signal ? { signal } : {}) };
  const writer = spawn(from.path, from.args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  const reader = spawn(into.path, into.args, { ...options, stdio: ["pipe", "ignore", "pipe"] });
  const ends = Promise.all([ended(writer), ended(reader)]);
  // That the reader is gone is told by its own end.
  await pipeline(writer.stdout, beginning(begin), reader.stdin).catch(() => undefined);
  const [written, read] = await ends;
  return read.status !== 0 ? read : written;
}

function beginning(begin: (head: string) => string): Transform {
  let begun = false;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const piece = begun ? chunk : Buffer.from(begin(chunk.toString("latin1")), "latin1");
      begun = true;
      done(null, piece);
    },
  });
}

function ended(child: ChildProcess): Promise<ProgramResult> {
  return new Promise((done) => {
    let stderr = "";
    child.stderr?.on("data", (text) => {
      stderr += text;
    });
    child.on("error", () => undefined);
    child.on("close", (status) => done({ status, stdout: "", stderr }));
  });
}

const install = (major: number) =>
  `Install PostgreSQL's client programs, version ${major} or later (Debian: postgresql-client-${major}, Homebrew: libpq), or say where they are with --bin DIRECTORY.`;

function missing(name: ProgramName, directory: string | undefined, major: number): SchemaError {
  return new SchemaError({
    code: "PROGRAM_MISSING",
    message: `There is no ${name} ${directory === undefined ? "on the PATH" : `in ${directory}`}, and ${name === "psql" ? "a restore" : "a backup"} needs it. Nothing was done.`,
    hint: install(major),
  });
}

function older(name: ProgramName, { version }: Program, major: number): SchemaError {
  return new SchemaError({
    code: "PROGRAM_OLD",
    message: `${name} is of version ${version}, and the server of version ${major}: it refuses a server newer than itself. Nothing was done.`,
    hint: install(major),
  });
}
