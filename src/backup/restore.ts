import { SchemaError } from "../errors";
import { type ServerConnection, type Session, transaction } from "../postgres";
import { clientOf } from "../postgres/connection";
import { libpqEnvironment } from "./connection";
import { type DumpOptions, failed } from "./dump";
import { contentsOf, type Extra } from "./extras";
import { type Program, requireProgram, run } from "./programs";

export interface RestoreOptions extends DumpOptions {
  /** Whether things are given back to their owners and those to whom they were granted. */
  readonly owners: boolean;
}

export interface Restoring {
  readonly program: Program;
  readonly environment: NodeJS.ProcessEnv;
  /** What the backup holds. */
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
  const environment = await libpqEnvironment(connection);
  const listed = await run(program.path, ["--list", file], environment, signal);
  if (listed.status !== 0) throw failed("pg_restore", listed, signal);
  return { program, environment, contents: contentsOf(listed.stdout) };
}

/** How many tables there are, whoever made them. */
export async function tablesIn(session: Session): Promise<number> {
  const [row] = await session.query<{ number: number }>(
    `SELECT count(*)::int AS number FROM pg_catalog.pg_tables
      WHERE schemaname !~ '^pg_' AND schemaname <> 'information_schema'`,
  );
  return row?.number ?? 0;
}

/** Puts what the backup holds in the place of what is there: in one transaction, whole or not at all. */
export async function restoreServer(
  connection: ServerConnection,
  session: Session,
  file: string,
  { program, environment }: Restoring,
  extras: readonly Extra[],
  { signal, owners }: RestoreOptions,
): Promise<void> {
  await transaction(session, async () => {
    for (const { kind, path } of extras) await session.query(`DROP ${kind} IF EXISTS ${path} CASCADE`);
  });
  const args = [
    "--clean",
    "--if-exists",
    "--single-transaction",
    "--exit-on-error",
    "--no-password",
    ...(owners ? [] : ["--no-owner", "--no-privileges"]),
    `--dbname=dbname='${databaseOf(connection).replaceAll(/[\\']/g, "\\$&")}'`,
    file,
  ];
  const ended = await run(program.path, args, environment, signal);
  if (ended.status !== 0) throw notRestored(failed("pg_restore", ended, signal), extras);
}

function databaseOf(connection: ServerConnection): string {
  return clientOf(connection).database ?? "";
}

function notRestored(error: SchemaError, extras: readonly Extra[]): SchemaError {
  const gone =
    extras.length === 0
      ? "The database is as it was."
      : `The database is as it was, but for what came after the backup, which is gone: ${extras.map(({ path }) => path).join(", ")}.`;
  return new SchemaError({
    code: error.code,
    message: `${error.message}\n${gone}`,
    hint: "See that the role owns what is there; --no-owners restores everything as its own. Then run the command again.",
    cause: error,
  });
}
