import { readEntities } from "../../entities";
import { listOf } from "../../schema";
import { attempt, type Finding, ok, problem, warning } from "../finding";
import type { Examination } from "./check";

interface Row {
  readonly name: string;
  readonly installed: boolean;
  readonly trusted: boolean;
  readonly superuser: boolean;
}

/** The extensions that the entities ask for. */
export const extensions: Examination = ({ configuration, session }) =>
  attempt("extensions", async () => {
    const { schema } = await readEntities(configuration);
    const wanted = listOf(schema, "extension").map(({ name }) => name);
    if (wanted.length === 0) return [];
    const rows = await session.query<Row>(
      `SELECT e.name, e.installed_version IS NOT NULL AS installed, coalesce(bool_or(v.trusted), false) AS trusted,
              (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AS superuser
         FROM pg_catalog.pg_available_extensions e LEFT JOIN pg_catalog.pg_available_extension_versions v USING (name)
        WHERE e.name = ANY ($1) GROUP BY 1, 2`,
      [wanted],
    );
    return wanted.map((name) =>
      findingOf(
        name,
        rows.find((row) => row.name === name),
      ),
    );
  });

function findingOf(name: string, row: Row | undefined): Finding {
  if (row === undefined)
    return problem(
      "extensions",
      `The server does not have the extension ${name}, which the entities need.`,
      "Install its package on the server, or choose a server that has it.",
    );
  if (row.installed) return ok("extensions", `${name} is installed`);
  if (row.trusted || row.superuser) return ok("extensions", `${name} is available`);
  return warning(
    "extensions",
    `Only a superuser may create the extension ${name}, which the entities need.`,
    `Let one run: CREATE EXTENSION ${name}`,
  );
}
