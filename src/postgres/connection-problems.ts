import { SchemaError } from "../errors";
import { codeOf } from "./codes";

interface ConnectionProblem {
  readonly code: string;
  /** The database's label goes where `%` stands. */
  readonly message: string;
  readonly hint: string;
}

/**
 * Why there is no connection, from what the driver threw. The cause is left out: a driver's error may carry the
 * connection's settings, and so its password.
 */
export function connectionProblem(error: unknown, label: string): SchemaError {
  if (error instanceof SchemaError) return error;
  const { code, message } = describe(error);
  const problem =
    bySign.find(({ sign }) => sign.test(message))?.problem ?? byCode[code] ?? other(withoutUrls(message));
  return new SchemaError({ ...problem, message: problem.message.replace("%", () => label) });
}

/** A name with several addresses fails with one error for each. */
function describe(error: unknown): { code: string; message: string } {
  if (typeof error !== "object" || error === null) return { code: "", message: String(error) };
  if ("errors" in error && Array.isArray(error.errors)) return describe(error.errors[0]);
  return { code: codeOf(error), message: "message" in error ? String(error.message) : "" };
}

const withoutUrls = (text: string) => text.replace(/\/\/[^\s/@]*@/g, "//");

const refused: ConnectionProblem = {
  code: "CONNECTION_REFUSED",
  message: "No PostgreSQL server answers at %.",
  hint: "Start the server, or correct the host and port of the URL.",
};
const hostUnknown: ConnectionProblem = {
  code: "HOST_NOT_FOUND",
  message: "The host of % is unknown.",
  hint: "Correct the host name of the URL, or check the network.",
};
const timeout: ConnectionProblem = {
  code: "CONNECTION_TIMEOUT",
  message: "The server at % did not answer in time.",
  hint: "Check the host, the port and the firewall, then try again.",
};
const lost: ConnectionProblem = {
  code: "CONNECTION_LOST",
  message: "The connection to % was lost.",
  hint: "Check that the server is up, then try again.",
};
const authentication: ConnectionProblem = {
  code: "AUTHENTICATION_FAILED",
  message: "The server refused the user or the password of %.",
  hint: "Correct the user and the password of the URL or the data source.",
};
const passwordMissing: ConnectionProblem = {
  code: "AUTHENTICATION_FAILED",
  message: "The server asks for a password, and there is none for %.",
  hint: "Put the password into the URL, the data source, or PGPASSWORD.",
};
const notAllowed: ConnectionProblem = {
  code: "CONNECTION_NOT_ALLOWED",
  message: "The server does not let this user connect to % from here.",
  hint: "Have its administrator allow the user, the database and this address in pg_hba.conf.",
};
const sslRequired: ConnectionProblem = {
  code: "SSL_REQUIRED",
  message: "The server at % refuses a connection without SSL.",
  hint: "Add `?sslmode=require` to the URL, or `ssl: true` to the data source. If that is so already, the user may not connect from here.",
};
const sslMissing: ConnectionProblem = {
  code: "SSL_NOT_SUPPORTED",
  message: "The server at % does not speak SSL.",
  hint: "Take `sslmode` out of the URL, or `ssl` out of the data source.",
};
const certificate: ConnectionProblem = {
  code: "SSL_CERTIFICATE_REFUSED",
  message: "The certificate of the server at % cannot be verified.",
  hint: "Give its authority in `ssl: { ca }`, or use `?sslmode=no-verify` where that is acceptable.",
};
const databaseMissing: ConnectionProblem = {
  code: "DATABASE_NOT_FOUND",
  message: "There is no database %.",
  hint: "Create it with `createdb` or CREATE DATABASE, or correct its name.",
};
const full: ConnectionProblem = {
  code: "TOO_MANY_CONNECTIONS",
  message: "The server at % has no connection left.",
  hint: "Close other connections, then try again.",
};
const starting: ConnectionProblem = {
  code: "SERVER_NOT_READY",
  message: "The server at % is starting up or shutting down.",
  hint: "Wait a moment, then try again.",
};

const other = (why: string): ConnectionProblem => ({
  code: "CONNECTION_FAILED",
  message: `There is no connection to %: ${why}.`,
  hint: "Check the URL or the data source.",
});

const byCode: Readonly<Record<string, ConnectionProblem>> = {
  ECONNREFUSED: refused,
  // The directory of a Unix socket.
  ENOENT: refused,
  ENOTFOUND: hostUnknown,
  EAI_AGAIN: hostUnknown,
  ETIMEDOUT: timeout,
  EHOSTUNREACH: timeout,
  ENETUNREACH: timeout,
  ECONNRESET: lost,
  EPIPE: lost,
  "28P01": authentication,
  "28000": notAllowed,
  "3D000": databaseMissing,
  "53300": full,
  "57P03": starting,
  "57P01": lost,
  "42501": notAllowed,
  DEPTH_ZERO_SELF_SIGNED_CERT: certificate,
  SELF_SIGNED_CERT_IN_CHAIN: certificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: certificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: certificate,
  ERR_TLS_CERT_ALTNAME_INVALID: certificate,
  CERT_HAS_EXPIRED: certificate,
};

/** What only the words tell. */
const bySign: readonly { readonly sign: RegExp; readonly problem: ConnectionProblem }[] = [
  { sign: /no encryption|SSL off/, problem: sslRequired },
  { sign: /does not support SSL/, problem: sslMissing },
  { sign: /password must be a (?:non-empty )?string|no password supplied/, problem: passwordMissing },
  { sign: /role ".*" does not exist/, problem: authentication },
  { sign: /timeout expired|connection timeout/i, problem: timeout },
  { sign: /terminated|not queryable|Connection ended/i, problem: lost },
];
