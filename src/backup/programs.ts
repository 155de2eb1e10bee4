import { execFile } from "node:child_process";
import { join } from "node:path";

export type ProgramName = "pg_dump" | "pg_restore";

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
  const text = await outputOf(path, environment);
  const version = /\(PostgreSQL\)\s+(\d+[\w.]*)/.exec(text ?? "")?.[1];
  return version === undefined ? null : { path, version, major: Number.parseInt(version, 10) };
}

function outputOf(path: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  return new Promise((done) => {
    execFile(path, ["--version"], { env }, (error, stdout) => done(error === null ? stdout : null));
  });
}
