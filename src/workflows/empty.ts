import type { Configuration } from "../config";
import {
  lockWith,
  migrationName,
  nextTimestamp,
  readMigrations,
  renderEmptyMigration,
  titleOf,
} from "../migrations";
import { write } from "../writing";

export interface EmptyRequest {
  readonly name: string;
  /** 13 digits; after every other migration's when left out. */
  readonly timestamp?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface EmptyMigration {
  /** Absolute; null after a dry run. */
  readonly file: string | null;
  readonly fileName: string;
  readonly text: string;
}

/** Writes a migration for a person to fill in, as the last of them all. Needs no database. */
export async function empty(
  configuration: Configuration,
  { name, dryRun, ...request }: EmptyRequest,
): Promise<EmptyMigration> {
  const migrations = await readMigrations(configuration);
  const timestamp = request.timestamp ?? nextTimestamp(migrations.map((migration) => migration.timestamp));
  const { className, fileName, slug } = migrationName(name, timestamp);
  const text = renderEmptyMigration({ className, title: titleOf(slug) });
  const lock = await lockWith(configuration.migrations.directory, migrations, { fileName, text });
  const file = dryRun ? null : await write(configuration, { fileName, text, lock, replaces: null });
  return { file, fileName, text };
}
