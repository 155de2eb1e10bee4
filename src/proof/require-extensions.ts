import { SchemaError } from "../errors";
import type { Session } from "../postgres/database";
import { listOf, type Schema } from "../schema";

/** Refuses a scratch database that lacks an extension of these schemas, and says which, before anything is built there. */
export async function requireExtensions(session: Session, ...schemas: readonly Schema[]): Promise<void> {
  const wanted = new Set(schemas.flatMap((schema) => listOf(schema, "extension")).map(({ name }) => name));
  if (wanted.size === 0) return;
  const rows = await session.query<{ name: string }>("SELECT name FROM pg_catalog.pg_available_extensions");
  const available = new Set(rows.map(({ name }) => name));
  const missing = [...wanted].filter((name) => !available.has(name));
  if (missing.length === 0) return;
  const [one] = missing;
  throw new SchemaError({
    code: "SCRATCH_LACKS_EXTENSION",
    message:
      missing.length === 1
        ? `The scratch database does not have the extension ${one}, which the schema needs. Nothing was written.`
        : `The scratch database does not have the extensions ${missing.join(", ")}, which the schema needs. Nothing was written.`,
    hint: "Name a server that has them with --scratch URL, let the database's role create databases (CREATEDB), or leave the proof out with --no-proof.",
  });
}
