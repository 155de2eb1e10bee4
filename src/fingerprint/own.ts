import type { Migration, SchemaWay } from "../migrations";
import { indexesMadeBy, tablesMadeBy } from "../migrations";
import { scope } from "../reconcile";
import { emptySchema, type Schema } from "../schema";
import { structureOf } from "./structure";

/** What is read of a migration to know what it makes. */
export type Source = Pick<Migration, "source" | "scripts">;

/** Qualified names of the tables, views and indexes that migrations made, oldest migration first. */
export function madeBy(migrations: readonly Source[], defaultSchema: string): ReadonlySet<string> {
  return new Set([...tablesMadeBy(migrations, defaultSchema), ...indexesMadeBy(migrations, defaultSchema)]);
}

/** The part of a database that migrations made, and what hangs on it. */
export function partMadeBy(live: Schema, migrations: readonly Source[], defaultSchema: string): Schema {
  return scope(live, emptySchema, madeBy(migrations, defaultSchema));
}

/** Where a migration leads from and to, told by what each side has of what migrations make. */
export function schemaWayOf(
  before: Schema,
  after: Schema,
  migrations: readonly Source[],
  added: Source,
  defaultSchema: string,
): SchemaWay {
  return {
    from: structureOf(partMadeBy(before, migrations, defaultSchema)),
    to: structureOf(partMadeBy(after, [...migrations, added], defaultSchema)),
  };
}
