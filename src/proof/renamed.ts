import { readCatalogWithin } from "../catalog";
import type { Statement } from "../change";
import type { Session } from "../postgres/database";
import type { Schema } from "../schema";
import { build } from "./build";

/** The schema after its renames: PostgreSQL itself rewrites every expression, view and default that uses an old name. */
export async function renamedBy(
  session: Session,
  schema: Schema,
  renames: readonly Statement[],
): Promise<Schema> {
  await session.query("BEGIN");
  try {
    await build(session, schema);
    for (const { sql } of renames) await session.query(sql);
    return await readCatalogWithin(session);
  } finally {
    await session.query("ROLLBACK");
  }
}
