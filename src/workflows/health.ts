import type { Configuration } from "../config";
import { mastersOf } from "../config/masters";
import { attempt, examine, type Finding, validate as look, versionFindings } from "../health";
import { warning } from "../health/finding";
import type { EmbeddedOptions } from "../postgres";
import { withDatabase } from "./database";

/** Everything that the tool reads of the project, looked at without a database. */
export function validate(configuration: Configuration): Promise<readonly Finding[]> {
  return look(configuration);
}

/** The programs, the connection and the database, looked at. Changes nothing. */
export async function doctor(
  configuration: Configuration,
  options: EmbeddedOptions = {},
): Promise<readonly Finding[]> {
  return [
    ...versionFindings(configuration),
    ...mastersOf(configuration.project.options).map(({ message, hint }) =>
      warning("configuration", message, hint),
    ),
    ...(await attempt("server", () =>
      withDatabase(configuration, options, (database) => examine(configuration, database)),
    )),
  ];
}
