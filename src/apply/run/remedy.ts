import { PostgresError } from "../../postgres";

const inTheWay =
  "Another session was in the way for as long as --wait allows: schema doctor names who keeps a transaction open; --wait gives it more time.";

const ended = "The server ended the connection: see that it is up.";

/** By SQLSTATE or its class: what is wrong is not what was to be done, but where and when. */
const circumstances: Readonly<Record<string, string>> = {
  "25006": "The database only reads: connect to the primary server.",
  "25P04":
    "The role's transaction_timeout ended the connection: ALTER ROLE or ALTER DATABASE gives it more time.",
  "40P01": inTheWay,
  "42501": "Connect as a role that may do that, or have the owner GRANT it.",
  "53": "Give the server what it lacks: room on its disk, memory, connections.",
  "55P03": inTheWay,
  "57P01": ended,
  "57P02": ended,
  "57P03": ended,
  "57014":
    "It took longer than statement_timeout allows, or somebody cancelled it: --statement-timeout gives it more, 0 all that it takes.",
};

/** What helps where the migration itself may well be right; null where nobody but its author can know. */
export function remedyOf(cause: unknown): string | null {
  if (!(cause instanceof PostgresError)) return null;
  return circumstances[cause.sqlstate] ?? circumstances[cause.sqlstate.slice(0, 2)] ?? null;
}
