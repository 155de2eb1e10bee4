import type { MigrationSource, SchemaWay } from "../migrations";
import { indexesMadeBy, tablesMadeBy } from "../migrations";
import { scope } from "../reconcile";
import { emptySchema, type Schema } from "../schema";
import { structureOf } from "./structure";

/** Qualified names of the tables, views and indexes that migrations made, oldest migration first. */
export function madeBy(migrations: readonly MigrationSource[], defaultSchema: string): ReadonlySet<string> {
  return new Set([...tablesMadeBy(migrations, defaultSchema), ...indexesMadeBy(migrations, defaultSchema)]);
}

/** The part of a database that migrations made, and what hangs on it. */
export function partMadeBy(
  live: Schema,
  migrations: readonly MigrationSource[],
  defaultSchema: string,
): Schema {
  return scope(live, emptySchema, madeBy(migrations, defaultSchema));
}

/** Where a migration leads from and to, told by what each side has of what migrations make. */
export function schemaWayOf(
  before: Schema,
  after: Schema,
  migrations: readonly MigrationSource[],
  added: MigrationSource,
  defaultSchema: string,
): SchemaWay {
  return {
    from: structureOf(partMadeBy(before, migrations, defaultSchema)),
    to: structureOf(partMadeBy(after, [...migrations, added], defaultSchema)),
  };
}
