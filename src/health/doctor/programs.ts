import { findProgram } from "../../backup/programs";
import { ok, warning } from "../finding";
import type { Examination } from "./check";

/** Needed for `schema backup` alone. */
export const backupPrograms: Examination = async ({ database }) => {
  if (database.kind === "embedded") return [];
  const found = await findProgram("pg_dump", undefined);
  const major = Math.floor(database.version / 10_000);
  if (found !== null && found.major >= major) return [ok("pg_dump", found.version)];
  return [
    warning(
      "pg_dump",
      found === null
        ? "There is no pg_dump here, so `schema backup` and `apply --backup` cannot work."
        : `pg_dump ${found.version} is older than the server, so it refuses to back it up.`,
      `Install PostgreSQL's client programs, version ${major} or later.`,
    ),
  ];
};
