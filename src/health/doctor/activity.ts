import { lockHolder } from "../../apply/lock";
import { tablesOf } from "../../apply/record/state";
import { withoutSecrets } from "../../postgres";
import { type Finding, ok, warning } from "../finding";
import type { Examination } from "./check";

const long = 60;

interface Row {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  readonly state: string;
  readonly age: number;
  readonly query: string;
}

/** Whoever keeps a transaction open keeps locks, and a migration waits for them. */
export const longTransactions: Examination = async ({ database, session }) => {
  if (database.kind === "embedded") return [];
  const rows = await session.query<Row>(
    `SELECT pid, coalesce(usename, '') AS "user", application_name AS application, coalesce(state, '') AS state,
            extract(epoch FROM clock_timestamp() - xact_start)::int AS age, left(query, 80) AS query
       FROM pg_catalog.pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        AND xact_start < clock_timestamp() - make_interval(secs => $1) ORDER BY xact_start`,
    [long],
  );
  if (rows.length === 0) return [ok("activity", "no transaction is older than a minute")];
  return rows.map(({ pid, user, application, state, age, query }): Finding => {
    const who = [application, user].filter((text) => text !== "").join(" of ");
    return warning(
      "activity",
      `Process ${pid} (${who}, ${state}) has kept a transaction open for ${age} s: ${withoutSecrets(query).replaceAll(/\s+/g, " ")}`,
      `A migration waits for its locks. Let it end, or: SELECT pg_terminate_backend(${pid})`,
    );
  });
};

/** They survive a restart and hold their locks until somebody decides. */
export const preparedTransactions: Examination = async ({ session }) => {
  const rows = await session.query<{ gid: string; since: string }>(
    `SELECT gid, prepared::text AS since FROM pg_catalog.pg_prepared_xacts
      WHERE database = current_database() ORDER BY prepared`,
  );
  return rows.map(({ gid, since }) =>
    warning(
      "activity",
      `The prepared transaction ${gid} has held its locks since ${since}.`,
      "COMMIT PREPARED or ROLLBACK PREPARED it.",
    ),
  );
};

export const running: Examination = async ({ configuration, session }) => {
  const holder = await lockHolder(session, tablesOf(configuration));
  if (holder === null) return [];
  return [
    warning(
      "activity",
      `Another run holds the lock: ${holder.person ?? holder.user}${holder.pid === null ? "" : `, process ${holder.pid} of the server`}, since ${holder.since}.`,
      holder.pid === null
        ? "Wait for it to end; when it has been silent for half a minute, the next run takes its place."
        : `Wait for it to end. Where it is certain that it does nothing any more: SELECT pg_terminate_backend(${holder.pid})`,
    ),
  ];
};
