import { readCatalog, readCatalogWithin } from "../catalog";
import type { Statement } from "../change";
import { diff } from "../diff";
import { isTooLarge, plan } from "../plan";
import type { Session } from "../postgres/database";
import { emptySchema, type Schema } from "../schema";
import { blame } from "./blame";

/** Makes a schema in an empty database. */
export async function build(session: Session, schema: Schema): Promise<void> {
  await send(session, statementsBetween(emptySchema, schema));
}

/** How PostgreSQL itself prints a schema: it is built, read back and taken down, so that the database stays empty. */
export async function printedBy(session: Session, schema: Schema): Promise<Schema> {
  const statements = statementsBetween(emptySchema, schema);
  if (isTooLarge(statements)) return printedInParts(session, schema, statements);
  try {
    return await printedAtOnce(session, statements);
  } catch (error) {
    throw await blame(session, schema, error);
  }
}

async function printedAtOnce(session: Session, statements: readonly Statement[]): Promise<Schema> {
  await session.query("BEGIN");
  try {
    await send(session, statements);
    return await readCatalogWithin(session);
  } finally {
    await session.query("ROLLBACK");
  }
}

/** No transaction has room for the locks of so many objects. */
async function printedInParts(
  session: Session,
  schema: Schema,
  statements: readonly Statement[],
): Promise<Schema> {
  await send(session, statements);
  const printed = await readCatalog(session);
  await send(session, statementsBetween(schema, emptySchema));
  return printed;
}

const statementsBetween = (from: Schema, to: Schema) => plan(diff(from, to), from, to).statements;

/** So many statements are sent in one message, which is one transaction where none is open. */
const together = 50;

async function send(session: Session, statements: readonly Statement[]): Promise<void> {
  for (let at = 0; at < statements.length; at += together)
    await session.query(
      statements
        .slice(at, at + together)
        .map(({ sql }) => sql)
        .join(";\n"),
    );
}
