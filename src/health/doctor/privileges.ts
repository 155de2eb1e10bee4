import { tablesOf } from "../../apply/record/state";
import { quoteIdentifier } from "../../schema";
import { type Finding, ok, problem, warning } from "../finding";
import type { Examination } from "./check";

interface Row {
  readonly role: string;
  readonly create: boolean | null;
  readonly databases: boolean;
  readonly owner: string | null;
  readonly owned: boolean | null;
  readonly written: boolean | null;
}

/** What the role may do that the tool needs. */
export const privileges: Examination = async ({ configuration, database, session }) => {
  const { record } = tablesOf(configuration);
  const [row] = await session.query<Row>(
    `SELECT current_user AS role, r.rolcreatedb OR r.rolsuper AS databases,
            coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = $1),
                     has_database_privilege(current_database(), 'CREATE')) AS create,
            pg_get_userbyid(c.relowner) AS owner, pg_has_role(c.relowner, 'USAGE') AS owned,
            has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
              AND has_table_privilege(c.oid, 'DELETE') AS written
       FROM pg_catalog.pg_roles r
       LEFT JOIN pg_catalog.pg_class c ON c.relname = $2
        AND c.relnamespace = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)
      WHERE r.rolname = current_user`,
    [record.schema, record.name],
  );
  if (row === undefined) return [];
  return [
    ...creating(row, record.schema),
    ...recording(row, record.path),
    ...(database.kind === "server" ? scratching(row) : []),
  ];
};

function creating({ role, create }: Row, schema: string): Finding[] {
  if (create) return [ok("privileges", `${role} may create in ${schema}`)];
  const [grantee, place] = [quoteIdentifier(role), quoteIdentifier(schema)];
  return [
    problem(
      "privileges",
      `The role ${role} may not create tables in the schema ${schema}.`,
      `Connect as its owner, or GRANT CREATE ON SCHEMA ${place} TO ${grantee}; where there is no such schema: GRANT CREATE ON DATABASE.`,
    ),
  ];
}

function recording({ role, owner, owned, written }: Row, path: string): Finding[] {
  if (owner === null) return [];
  const grantee = quoteIdentifier(role);
  if (!written)
    return [
      problem(
        "record",
        `The role ${role} may not write to ${path}, the record of what is applied, which ${owner} owns.`,
        `Connect as ${owner}, or GRANT SELECT, INSERT, DELETE ON ${path} TO ${grantee}, with its sequence.`,
      ),
    ];
  if (owned) return [];
  return [
    warning(
      "record",
      `${owner} owns ${path}, and ${role} is not of that role: what ${owner} made before, ${role} may not alter.`,
      `Run migrations as ${owner}, or GRANT ${quoteIdentifier(owner)} TO ${grantee}.`,
    ),
  ];
}

function scratching({ role, databases }: Row): Finding[] {
  if (databases) return [ok("scratch", `${role} may create scratch databases`)];
  return [
    warning(
      "scratch",
      `The role ${role} may not create databases, so that migrations are proved on the embedded PostgreSQL, which is of another version and has other extensions.`,
      `ALTER ROLE ${quoteIdentifier(role)} CREATEDB where migrations are generated, or name another server with --scratch URL.`,
    ),
  ];
}
