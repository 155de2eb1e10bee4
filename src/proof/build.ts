import { readCatalogWithin } from "../catalog";
import { diff } from "../diff";
import { plan } from "../plan";
import type { Session } from "../postgres/database";
import { emptySchema, type Schema } from "../schema";

/** Makes a schema in an empty database. */
export async function build(session: Session, schema: Schema): Promise<void> {
  const { statements } = plan(diff(emptySchema, schema), emptySchema, schema);
  for (const { sql } of statements) await session.query(sql);
}

/** How PostgreSQL itself prints a schema: it is built, read back and rolled back, so that the database stays empty. */
export async function printedBy(session: Session, schema: Schema): Promise<Schema> {
  await session.query("BEGIN");
  try {
    await build(session, schema);
    return await readCatalogWithin(session);
  } finally {
    await session.query("ROLLBACK");
  }
}
