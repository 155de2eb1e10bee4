import type { Configuration } from "../config";
import { nextTimestamp, readMigrations } from "../migrations";
import { type EmptyMigration, generateEmpty } from "../pipeline";

export interface EmptyRequest {
  readonly name: string;
  /** 13 digits; after every other migration's when left out. */
  readonly timestamp?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

/** Writes a migration for a person to fill in, as the last of them all. */
export async function empty(configuration: Configuration, request: EmptyRequest): Promise<EmptyMigration> {
  const migrations = await readMigrations(configuration);
  const timestamp = request.timestamp ?? nextTimestamp(migrations.map((migration) => migration.timestamp));
  return generateEmpty(configuration, migrations, { ...request, timestamp });
}
