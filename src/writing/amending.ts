import { existsSync } from "node:fs";
import { amendable } from "../apply";
import type { SourceOptions } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import type { Migration } from "../migrations";
import { openDatabase } from "../postgres";

/** The newest migration, for writing it again. Throws, with status 4, where it is applied or there is none. */
export async function migrationToAmend(
  configuration: Configuration,
  { from, onNote }: SourceOptions,
  migrations: readonly Migration[],
): Promise<Migration & { readonly file: string }> {
  if (from !== "migrations") return lookedUp(configuration, migrations);
  const { target } = configuration;
  // Comparing with the files needs no database; where there is one, it is asked all the same.
  if (target.kind === "embedded" && !existsSync(target.directory))
    return amendable(configuration, null, migrations);
  try {
    return await lookedUp(configuration, migrations);
  } catch (error) {
    if (!(error instanceof SchemaError) || error.code.startsWith("AMEND_")) throw error;
    const newest = await amendable(configuration, null, migrations);
    onNote?.(`Nobody has looked whether ${newest.name} is applied: ${error.message}`);
    return newest;
  }
}

async function lookedUp(configuration: Configuration, migrations: readonly Migration[]) {
  const database = await openDatabase(configuration.target);
  try {
    return await amendable(configuration, database, migrations);
  } finally {
    await database.close();
  }
}
