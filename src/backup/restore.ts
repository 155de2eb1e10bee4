import { SchemaError } from "../errors";
import { type ServerConnection, type Session, transaction } from "../postgres";
import { clientOf } from "../postgres/connection";
import { qualify } from "../schema";
import { libpqEnvironment } from "./connection";
import { type DumpOptions, entriesIn, failed } from "./dump";
import { type Program, requireProgram, run } from "./programs";

/** Something that is in the database and not in the backup. */
export interface Extra {
  readonly kind: "TABLE" | "VIEW" | "MATERIALIZED VIEW" | "FOREIGN TABLE";
  /** As SQL writes it. */
  readonly path: string;
}

export interface RestoreOptions extends DumpOptions {
  /** Whether things are given back to their owners and those to whom they were granted. */
  readonly owners: boolean;
}

export interface Restoring {
  readonly program: Program;
  readonly environment: NodeJS.ProcessEnv;
  /** `TABLE public.users` and so on: what the backup holds. */
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

const relation =
  /^\d+; \d+ \d+ (TABLE(?! DATA| ATTACH)|VIEW|MATERIALIZED VIEW(?! DATA)|FOREIGN TABLE) (\S+) (.+) \S+$/;

function contentsOf(list: string): ReadonlySet<string> {
  return new Set(
    entriesIn(list).flatMap((line) => {
      const [, kind, schema = "", name = ""] = relation.exec(line.trimEnd()) ?? [];
      return kind === undefined ? [] : [`${kind} ${qualify(schema, name)}`];
    }),
  );
}

/** What came after the backup: it would stand in the way, or remain beside what is restored. */
export async function extrasIn(session: Session, { contents }: Restoring): Promise<readonly Extra[]> {
  const rows = await session.query<{ kind: Extra["kind"]; schema: string; name: string }>(
    `SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE'
                           ELSE 'TABLE' END AS kind, n.nspname AS schema, c.relname AS name
       FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
        AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                         WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
      ORDER BY 2, 3`,
  );
  return rows
    .map(({ kind, schema, name }) => ({ kind, path: qualify(schema, name) }))
    .filter(({ kind, path }) => !contents.has(`${kind} ${path}`));
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
