import { type ClientConfig, Client as PgClient } from "pg";
import { parseIntoClientConfig } from "pg-connection-string";
import { SchemaError } from "../errors";
import type { ServerConnection } from "./database";

const connectTimeout = 10_000;

/** What node-postgres is told: the URL, over it the parts, over them TypeORM's `extra`. */
export function clientConfig(connection: ServerConnection): ClientConfig {
  const { url, host, port, user, password, database, ssl, applicationName, extra } = connection;
  const parts = { host, port, user, password, database, ssl, application_name: applicationName };
  return {
    application_name: "typeorm-schema",
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
    ...(url === undefined ? {} : parseUrl(url)),
    ...withoutUndefined(parts),
    ...extra,
  };
}

function parseUrl(url: string): ClientConfig {
  try {
    return parseIntoClientConfig(url);
  } catch (error) {
    if (typeof error === "object" && error !== null && "path" in error) throw fileMissing(String(error.path));
    // The error of the parser quotes the URL, password included.
    throw new SchemaError({
      code: "INVALID_URL",
      message: "The database URL cannot be read.",
      hint: "Write it as postgresql://user:password@host:5432/database, special characters in it percent-encoded.",
    });
  }
}

const fileMissing = (path: string) =>
  new SchemaError({
    code: "INVALID_URL",
    message: `The file ${path}, which the database URL names, cannot be read.`,
    hint: "Correct sslrootcert, sslcert or sslkey in the URL, or put the file there.",
  });

function withoutUndefined(parts: Readonly<Record<string, unknown>>): ClientConfig {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** `postgresql://user@host:5432/name`, with what the environment (PGHOST and so on) adds, without the password. */
export function serverLabel(connection: ServerConnection): string {
  const { user, host, port, database } = clientOf(connection);
  return `postgresql://${user ? `${user}@` : ""}${host}:${port}/${database ?? ""}`;
}

/** A client that is not connected: it knows what the environment adds. */
export function clientOf(
  connection: ServerConnection,
): Pick<PgClient, "user" | "host" | "port" | "database"> {
  return new PgClient(clientConfig(connection));
}
