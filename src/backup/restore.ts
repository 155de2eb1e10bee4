import { SchemaError } from "../errors";
import type { ServerConnection } from "../postgres";
import { libpqEnvironment } from "./connection";
import { type DumpOptions, failed } from "./dump";
import { contentsOf, type InTheWay } from "./extras";
import { type Program, requireProgram, run, runInto } from "./programs";

export interface RestoreOptions extends DumpOptions {
  /** Whether things are given back to their owners and those to whom they were granted. */
  readonly owners: boolean;
}

export interface Restoring {
  readonly program: Program;
  readonly psql: Program;
  readonly environment: NodeJS.ProcessEnv;
  /** `server_version_num` of where it goes. */
  readonly version: number;
  /** `TABLE public users` and so on: what the backup holds. */
  readonly contents: ReadonlySet<string>;
}

/** Reads what the backup holds: a file that cannot be read is refused before anything is touched. */
export async function openBackup(
  connection: ServerConnection,
  version: number,
  file: string,
  { bin, signal }: DumpOptions,
): Promise<Restoring> {
  const program = await requireProgram("pg_restore", bin, version);
  const psql = await requireProgram("psql", bin, version);
  const environment = await libpqEnvironment(connection);
  const listed = await run(program.path, ["--list", file], environment, signal);
  if (listed.status !== 0) throw failed("pg_restore", listed, signal);
  return { program, psql, environment, version, contents: contentsOf(listed.stdout) };
}

/**
 * Puts what the backup holds in the place of what is there: in one transaction with the drops, whole or not at all. Only
 * pg_restore's last line commits, so that nothing is done where it, psql or this process does not live to see it.
 */
export async function restoreServer(
  file: string,
  { program, psql, environment, version }: Restoring,
  { extras, relations }: InTheWay,
  { signal, owners }: RestoreOptions,
): Promise<void> {
  const drops = new Set(
    [...relations, ...extras].map(({ kind, path }) => `DROP ${kind} IF EXISTS ${path} CASCADE;`),
  );
  const before = ["SET client_min_messages = error;", "BEGIN;", ...drops, ""].join("\n");
  const args = [
    "--clean",
    "--if-exists",
    "--single-transaction",
    "--exit-on-error",
    ...(owners ? [] : ["--no-owner", "--no-privileges"]),
    "--file=-",
    file,
  ];
  const ended = await runInto(
    { path: program.path, args },
    { path: psql.path, args: ["--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"] },
    (script) => before + (version < 170_000 ? withoutNewSettings(script) : script),
    environment,
    signal,
  );
  if (ended.status !== 0) throw notRestored(failed("pg_restore", ended, signal));
}

/** What pg_restore 17 and later sets at the head of its script, and no earlier server knows. */
const withoutNewSettings = (head: string) => head.replace(/^SET transaction_timeout = 0;$/m, "");

function notRestored(error: SchemaError): SchemaError {
  return new SchemaError({
    code: error.code,
    message: `${error.message}\nThe database is as it was.`,
    hint: "See that the role owns what is there; --no-owners restores everything as its own. Then run the command again.",
    cause: error,
  });
}
