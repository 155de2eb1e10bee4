import { ok, warning } from "../finding";
import type { Examination } from "./check";

const tolerated = 5_000;

/** The names of migrations are of the one clock, the journal's times of the other. */
export const clock: Examination = async ({ session }) => {
  const before = Date.now();
  const [row] = await session.query<{ at: number }>(
    "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS at",
  );
  const after = Date.now();
  const skew = Math.round((row?.at ?? 0) - (before + after) / 2);
  if (Math.abs(skew) <= tolerated + (after - before)) return [ok("clock", "the server's and this one agree")];
  const seconds = Math.round(Math.abs(skew) / 1000);
  return [
    warning(
      "clock",
      `The server's clock is ${seconds} s ${skew > 0 ? "ahead of" : "behind"} this one: timestamps of migrations and times of the journal do not compare.`,
      "Set the wrong one right, by NTP as a rule.",
    ),
  ];
};
