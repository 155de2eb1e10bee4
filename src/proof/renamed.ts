import { readAttachmentsWithin, readCatalogWithin } from "../catalog";
import type { Statement } from "../change";
import type { Session } from "../postgres/database";
import {
  type Attachment,
  filterSchema,
  idOf,
  joinSchemas,
  type Schema,
  type TextAttachment,
} from "../schema";
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

/** The same of what hangs on it; without those that cannot be made in the scratch database. */
export async function attachmentsRenamedBy(
  session: Session,
  schema: Schema,
  attachments: readonly TextAttachment[],
  renames: readonly Statement[],
): Promise<Attachment[]> {
  await session.query("BEGIN");
  try {
    const needing = attachments.flatMap(({ create }) => create.map((sql) => ({ sql, changes: [] })));
    await build(session, partOf(schema, reachOf([...renames, ...needing], schema)));
    for (const { create } of attachments) await attempt(session, create);
    for (const { sql } of renames) await session.query(sql);
    return await readAttachmentsWithin(session);
  } finally {
    await session.query("ROLLBACK");
  }
}

async function attempt(session: Session, statements: readonly string[]): Promise<void> {
  await session.query("SAVEPOINT before_attempt");
  try {
    for (const sql of statements) await session.query(sql);
  } catch {
    await session.query("ROLLBACK TO SAVEPOINT before_attempt");
  }
}
