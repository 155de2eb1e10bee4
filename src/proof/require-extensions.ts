import { SchemaError } from "../errors";
import { listOf, type Schema } from "../schema";
import type { Scratch } from "./scratch";

/** Refuses a scratch database that lacks an extension of these schemas, and says which, before anything is built there. */
export async function requireExtensions(
  { session, label }: Scratch,
  ...schemas: readonly Schema[]
): Promise<void> {
  const wanted = new Set(schemas.flatMap((schema) => listOf(schema, "extension")).map(({ name }) => name));
  if (wanted.size === 0) return;
  const rows = await session.query<{ name: string }>(
    "SELECT name FROM pg_catalog.pg_available_extensions WHERE name = ANY ($1)",
    [[...wanted]],
  );
  const available = new Set(rows.map(({ name }) => name));
  const missing = [...wanted].filter((name) => !available.has(name));
  if (missing.length === 0) return;
  const extensions = `extension${missing.length === 1 ? "" : "s"} ${missing.join(", ")}`;
  throw new SchemaError({
    code: "SCRATCH_LACKS_EXTENSION",
    message: `The scratch database (${label}) does not have the ${extensions}, which the schema needs. Nothing was written.`,
    hint: "Install them there, or name a server that has them with --scratch URL. The database's own server is used where its role may create databases (CREATEDB). --no-proof leaves the proof out.",
  });
}
