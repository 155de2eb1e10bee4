import { SchemaError } from "../errors";
import type { Session } from "../postgres";
import { quoteIdentifier } from "../schema";
import type { State, Tables } from "./record/state";

interface Needed {
  readonly path: string;
  readonly schema: string;
  readonly exists: boolean;
  /** What it is for. */
  readonly purpose: string;
  readonly privileges: readonly string[];
}

/** Before anything runs: a role that cannot keep the record must not change the schema. */
export async function checkWritable(session: Session, tables: Tables, state: State): Promise<void> {
  const needed: readonly Needed[] = [
    {
      ...tables.record,
      exists: state.recordExists,
      purpose: "the record of what is applied",
      privileges: ["INSERT", "DELETE"],
    },
    {
      ...tables.journal,
      exists: state.place.exists,
      purpose: "the journal of what was done",
      privileges: ["SELECT", "INSERT"],
    },
  ];
  const [row] = await session.query<{ allowed: readonly boolean[]; role: string }>(
    `SELECT ARRAY[${needed.map((table, at) => allowedSql(table, at + 1)).join(", ")}] AS allowed, current_user AS role`,
    needed.map(({ exists, path, schema }) => (exists ? path : schema)),
  );
  const refused = needed.find((_, at) => !row?.allowed[at]);
  if (refused) throw notWritable(refused, row?.role ?? "");
}

function allowedSql({ exists, privileges }: Needed, at: number): string {
  if (exists)
    return privileges.map((privilege) => `has_table_privilege($${at}, '${privilege}')`).join(" AND ");
  return `coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = $${at}),
    has_database_privilege(current_database(), 'CREATE'))`;
}

function notWritable({ path, schema, exists, purpose, privileges }: Needed, role: string): SchemaError {
  return new SchemaError({
    code: "RECORD_NOT_WRITABLE",
    message: `The role ${role} may not ${exists ? "write to" : "create"} ${path}, ${purpose}. Nothing was done.`,
    hint: exists
      ? `Connect as the table's owner, or GRANT ${privileges.join(", ")} ON ${path}.`
      : `Connect as a role that may create tables, or GRANT CREATE ON SCHEMA ${quoteIdentifier(schema)}.`,
  });
}
