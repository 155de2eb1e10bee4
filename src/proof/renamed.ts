import { readCatalogWithin } from "../catalog";
import type { Statement } from "../change";
import type { Session } from "../postgres/database";
import { filterSchema, idOf, joinSchemas, type Schema } from "../schema";
import { build } from "./build";
import { partOf, reachOf } from "./reach";

/** The schema after its renames: PostgreSQL itself rewrites every expression, view and default that uses an old name. */
export async function renamedBy(
  session: Session,
  schema: Schema,
  renames: readonly Statement[],
): Promise<Schema> {
  const reached = reachOf(renames, schema);
  const beyond = filterSchema(schema, (object) => !reached.has(idOf(object)));
  await session.query("BEGIN");
  try {
    await build(session, partOf(schema, reached));
    for (const { sql } of renames) await session.query(sql);
    const renamed = await readCatalogWithin(session);
    return joinSchemas(beyond, renamed);
  } finally {
    await session.query("ROLLBACK");
  }
}
