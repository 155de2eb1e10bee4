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
  /** The column that a sequence numbers, which takes a right of its own; null where none is needed. */
  readonly serial: string | null;
}

interface Allowed {
  readonly written: boolean;
  /** The sequence, as SQL writes it; null where there is none, or no need of one. */
  readonly sequence: string | null;
  readonly numbered: boolean;
}

interface Writability {
  readonly allowed: readonly Allowed[];
  readonly role: string;
  readonly standby: boolean;
  readonly readOnly: boolean;
}

/** Before anything runs: who cannot keep the record must not change the schema. */
export async function checkWritable(session: Session, tables: Tables, state: State): Promise<void> {
  const needed: readonly Needed[] = [
    {
      ...tables.record,
      exists: state.recordExists,
      purpose: "the record of what is applied",
      privileges: ["SELECT", "INSERT", "DELETE"],
      serial: "id",
    },
    {
      ...tables.journal,
      exists: state.place.exists,
      purpose: "the journal of what was done",
      privileges: ["SELECT", "INSERT"],
      serial: null,
    },
  ];
  const [row] = await session.query<Writability>(
    `SELECT jsonb_build_array(${needed.map((table, at) => allowedSql(table, at + 1)).join(", ")}) AS allowed, current_user AS role,
            pg_is_in_recovery() AS standby, current_setting('transaction_read_only')::bool AS "readOnly"`,
    needed.map(({ exists, path, schema }) => (exists ? path : schema)),
  );
  if (row?.standby || row?.readOnly) throw readOnly(row);
  for (const [at, table] of needed.entries()) {
    const allowed = row?.allowed[at];
    if (!allowed?.written || !allowed.numbered) throw notWritable(table, allowed, row?.role ?? "");
  }
}

function allowedSql({ exists, privileges, serial }: Needed, at: number): string {
  const written = exists
    ? privileges.map((privilege) => `has_table_privilege($${at}, '${privilege}')`).join(" AND ")
    : `coalesce((SELECT has_schema_privilege(oid, 'CREATE') FROM pg_catalog.pg_namespace WHERE nspname = $${at}),
         has_database_privilege(current_database(), 'CREATE'))`;
  const sequence = exists && serial !== null ? `pg_get_serial_sequence($${at}, '${serial}')` : "NULL::text";
  return `jsonb_build_object('written', ${written}, 'sequence', ${sequence},
    'numbered', coalesce(has_sequence_privilege(${sequence}, 'USAGE'), true))`;
}

function readOnly({ standby, role }: Writability): SchemaError {
  return new SchemaError({
    code: "READ_ONLY",
    message: standby
      ? "The server is a standby, which only reads. Nothing was done."
      : "Transactions are read-only by default here (default_transaction_read_only). Nothing was done.",
    hint: standby
      ? "Give the URL of the primary server."
      : `Connect as another role, or: ALTER ROLE ${quoteIdentifier(role)} SET default_transaction_read_only = off;`,
  });
}

function notWritable(
  { path, schema, exists, purpose, privileges }: Needed,
  allowed: Allowed | undefined,
  role: string,
): SchemaError {
  const grantee = quoteIdentifier(role);
  const numbered = allowed?.sequence ? ` GRANT USAGE ON SEQUENCE ${allowed.sequence} TO ${grantee};` : "";
  return new SchemaError({
    code: "RECORD_NOT_WRITABLE",
    message: `The role ${role} may not ${exists ? "write to" : "create"} ${path}, ${purpose}. Nothing was done.`,
    hint: exists
      ? `Connect as the table's owner, or have it run: GRANT ${privileges.join(", ")} ON ${path} TO ${grantee};${numbered}`
      : `Connect as a role that may create tables, or have one run: GRANT CREATE ON SCHEMA ${quoteIdentifier(schema)} TO ${grantee};`,
  });
}
