import type { Session } from "../postgres/database";
import type { SchemaObject } from "../schema";

/** Reads every object of one kind, or of a few that share a catalog, with one query. */
export type Reader = (session: Session, version: number) => Promise<SchemaObject[]>;

/** `sql` is made for a `server_version_num`. */
export function reader<Row>(sql: (version: number) => string, toObject: (row: Row) => SchemaObject): Reader {
  return async (session, version) => (await session.query<Row>(sql(version))).map(toObject);
}

/** The one way to say that a catalog column came with a version: its SQL from there on, what stands for it before. */
export function since(first: number, sql: string, before: string): (version: number) => string {
  return (version) => (version >= first ? sql : before);
}
