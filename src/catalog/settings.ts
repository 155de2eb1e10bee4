import type { Session } from "../postgres/database";

/** Whatever the role's or the database's own settings are, expressions are printed in the same way. */
const settings = {
  search_path: "",
  // The planner guesses badly how many catalog rows it joins; a loop in a loop then takes minutes.
  enable_nestloop: "off",
  jit: "off",
  // The joins are written in a good order, and planning every other one takes longer than they do.
  join_collapse_limit: "4",
  TimeZone: "UTC",
  DateStyle: "ISO, MDY",
  IntervalStyle: "postgres",
  extra_float_digits: "1",
  bytea_output: "hex",
  quote_all_identifiers: "off",
  standard_conforming_strings: "on",
  // A large catalog takes longer than some roles may take for a query of the application.
  statement_timeout: "0",
};

/** Settles the transaction's settings; returns `server_version_num`. */
export async function prepare(session: Session): Promise<number> {
  const set = Object.entries(settings).map(([name, value]) => `set_config('${name}', '${value}', true)`);
  const [row] = await session.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version, ${set.join(", ")}`,
  );
  return row?.version ?? 0;
}
