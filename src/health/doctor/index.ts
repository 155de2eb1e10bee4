import type { Configuration } from "../../config";
import type { Database } from "../../postgres";
import { attempt, type Finding } from "../finding";
import { longTransactions, preparedTransactions, running } from "./activity";
import type { Examination, Patient } from "./check";
import { clock } from "./clock";
import { extensions } from "./extensions";
import { invalidIndexes, scratchDatabases, unvalidatedConstraints } from "./leftovers";
import { privileges } from "./privileges";
import { backupPrograms } from "./programs";
import { encoding, pooler, serverVersion, writable } from "./server";

/** In the order in which a person would ask. */
const checks: Readonly<Record<string, Examination>> = {
  server: serverVersion,
  writable,
  encoding,
  pooler,
  privileges,
  extensions,
  clock,
  pg_dump: backupPrograms,
  running,
  longTransactions,
  preparedTransactions,
  indexes: invalidIndexes,
  constraints: unvalidatedConstraints,
  scratch: scratchDatabases,
};

/** Looks at the database and changes nothing: one check that fails does not keep the others from looking. */
export async function examine(configuration: Configuration, database: Database): Promise<readonly Finding[]> {
  return database.session(async (session) => {
    const patient: Patient = { configuration, database, session };
    const findings: Finding[] = [];
    for (const [name, check] of Object.entries(checks))
      findings.push(...(await attempt(name, () => check(patient))));
    return findings;
  });
}
