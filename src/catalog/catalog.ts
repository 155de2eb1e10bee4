import type { Session } from "../postgres/database";
import { type Patience, patiently } from "../postgres/patience";
import { type ObjectKind, type Schema, schemaOf } from "../schema";
import { columns } from "./columns";
import { constraints } from "./constraints";
import { enums } from "./enums";
import { extensions } from "./extensions";
import { indexes } from "./indexes";
import { namespaces } from "./namespaces";
import type { Reader } from "./reader";
import { sequences } from "./sequences";
import { prepare } from "./settings";
import { tables } from "./tables";
import { views } from "./views";

/** Who reads a kind of object, in the order in which a schema lists them. */
const readers: { readonly [K in ObjectKind]: Reader } = {
  namespace: namespaces,
  extension: extensions,
  enum: enums,
  sequence: sequences,
  table: tables,
  column: columns,
  primaryKey: constraints,
  unique: constraints,
  check: constraints,
  exclusion: constraints,
  foreignKey: constraints,
  index: indexes,
  view: views,
  materializedView: views,
};

/**
 * The whole database as one value, as it is at one moment: one read-only transaction, and as many queries for a
 * thousand tables as for one.
 */
export function readCatalog(session: Session, patience?: Patience): Promise<Schema> {
  return patiently(session, () => read(session), patience);
}

/** The same from inside a transaction, with what it has done so far; leaves its settings as they are. */
export async function readCatalogWithin(session: Session): Promise<Schema> {
  await session.query("SAVEPOINT before_catalog");
  const schema = await read(session);
  await session.query("ROLLBACK TO SAVEPOINT before_catalog");
  await session.query("RELEASE SAVEPOINT before_catalog");
  return schema;
}

async function read(session: Session): Promise<Schema> {
  const version = await prepare(session);
  const objects = [];
  for (const reader of new Set(Object.values(readers))) objects.push(...(await reader(session, version)));
  return schemaOf(objects);
}
