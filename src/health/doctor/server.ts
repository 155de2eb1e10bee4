import { backendOf } from "../../apply/pooler";
import { versionText } from "../../report/references";
import { attempt, ok, problem, warning } from "../finding";
import type { Examination } from "./check";

const supported = { oldest: 13, newest: 18 } as const;

export const serverVersion: Examination = async ({ database }) => {
  const major = Math.floor(database.version / 10_000);
  const text = `${database.label}, ${versionText(database.version)}`;
  if (major < supported.oldest)
    return [
      problem("server", `${text} is older than PostgreSQL ${supported.oldest}.`, "Upgrade the server."),
    ];
  if (major > supported.newest)
    return [
      warning(
        "server",
        `${text} is newer than PostgreSQL ${supported.newest}, the last that this tool was tried on.`,
        "See whether there is a newer typeorm-schema.",
      ),
    ];
  return [ok("server", text)];
};

export const writable: Examination = async ({ session }) => {
  const [row] = await session.query<{ standby: boolean; readOnly: boolean }>(
    `SELECT pg_is_in_recovery() AS standby, current_setting('default_transaction_read_only')::bool AS "readOnly"`,
  );
  if (row?.standby)
    return [problem("server", "The server is a standby, which only reads.", "Give the URL of the primary.")];
  if (row?.readOnly)
    return [
      problem(
        "server",
        "Transactions are read-only by default here (default_transaction_read_only).",
        "ALTER ROLE or ALTER DATABASE … RESET default_transaction_read_only.",
      ),
    ];
  return [];
};

export const pooler: Examination = ({ database, session }) =>
  attempt("pooler", async () => {
    await backendOf(database, session);
    return database.kind === "server" ? [ok("pooler", "none in between")] : [];
  });

export const encoding: Examination = async ({ session }) => {
  const [row] = await session.query<{ encoding: string }>(
    "SELECT current_setting('server_encoding') AS encoding",
  );
  if (row?.encoding === "UTF8") return [];
  return [
    warning(
      "server",
      `The database's encoding is ${row?.encoding}, not UTF8: it has no room for every character.`,
      "Make a database with ENCODING 'UTF8' and move the data there.",
    ),
  ];
};
