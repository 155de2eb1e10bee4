import { join } from "node:path";
import { SchemaError } from "../errors";
import type { ServerConnection, Target } from "../postgres/database";
import { type PostgresOptions, workspaceDirectory } from "../project";

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the database is: `--url`, else the data source, else DATABASE_URL, else PGHOST or PGDATABASE, else the embedded one. */
export function settleTarget(
  root: string,
  url: string | undefined,
  options: PostgresOptions,
  environment: Environment,
): Target {
  if (url !== undefined) return server({ ...tuning(options), url: validUrl(url, "--url") });
  const connection = connectionOf(options);
  if (connection) return server({ ...tuning(options), ...connection });
  const fromEnvironment = environment.DATABASE_URL;
  if (fromEnvironment) return server({ ...tuning(options), url: validUrl(fromEnvironment, "DATABASE_URL") });
  // To node-postgres and psql these name a server, and what they leave out is theirs to fill in.
  if (environment.PGHOST || environment.PGDATABASE) return server(tuning(options));
  if (environment.PGSERVICE) throw serviceNamed("PGSERVICE");
  return { kind: "embedded", directory: join(workspaceDirectory(root), "embedded") };
}

function server(connection: ServerConnection): Target {
  return { kind: "server", connection };
}

/** How to connect, wherever that is. */
function tuning({ ssl, extra, applicationName }: PostgresOptions): ServerConnection {
  return { ssl, applicationName, extra: extra as ServerConnection["extra"] };
}

/** Where the data source connects; null when it does not say. Of replicas, the master is the one to change. */
function connectionOf(options: PostgresOptions): ServerConnection | null {
  const { url, host, port, username, password, database } = options.replication?.master ?? options;
  const said = [url, host, port, username, password, database].some(
    (value) => value !== undefined && value !== "",
  );
  if (!said) return null;
  const parts = { host, port, user: username, password, database };
  if (!url) return parts;
  const valid = validUrl(url, "the data source's url");
  return { ...withoutPartsOf(valid, parts), url: valid };
}

/** As in TypeORM, what the URL says wins over the options beside it. */
function withoutPartsOf(url: string, parts: ServerConnection): ServerConnection {
  const { hostname, port, username, password, pathname } = new URL(url);
  return {
    ...(hostname === "" ? { host: parts.host } : {}),
    ...(port === "" ? { port: parts.port } : {}),
    ...(username === "" ? { user: parts.user } : {}),
    ...(password === "" ? { password: parts.password } : {}),
    ...(pathname.length <= 1 ? { database: parts.database } : {}),
  };
}

/** `postgresql://user@/name?host=/tmp`, as psql takes it, in the spelling of it that every reader of URLs takes. */
function withoutEmptyHost(url: string): string {
  const [, scheme = "", user = "", password, rest = ""] =
    /^(postgres(?:ql)?:\/\/)([^/?#@:]*)(?::([^/?#@]*))?@(\/.*)$/.exec(url) ?? [];
  if (!URL.canParse(`${scheme}${rest}`)) return url;
  const spelt = new URL(`${scheme}${rest}`);
  // What is percent-encoded there is so here as well.
  const said = [`user=${user}`, ...(password === undefined ? [] : [`password=${password}`])];
  spelt.search = [spelt.search.replace("?", ""), ...said].filter((part) => part !== "").join("&");
  return spelt.href;
}

/** The message does not repeat the URL: it may hold a password, and where it is wrong nobody can say which part that is. */
function validUrl(given: string, source: string): string {
  const url = withoutEmptyHost(given);
  if (URL.canParse(url) && /^postgres(ql)?:$/.test(new URL(url).protocol)) {
    if (new URL(url).searchParams.has("service")) throw serviceNamed(`the database URL of ${source}`);
    return url;
  }
  throw new SchemaError({
    code: "INVALID_URL",
    message: `The database URL of ${source} is not a PostgreSQL URL.`,
    hint: "It looks like postgresql://user:password@host:5432/database; characters such as @ : / # % in a password are percent-encoded.",
  });
}

/** Without it the embedded database, or whatever is on this machine, would be taken for the one that was meant. */
function serviceNamed(source: string): SchemaError {
  return new SchemaError({
    code: "SERVICE_FILE",
    message: `A service of libpq is named by ${source}, and node-postgres reads no service files. Nothing was done.`,
    hint: "Say where the database is: DATABASE_URL, --url, or PGHOST, PGPORT, PGUSER and PGDATABASE.",
  });
}
