import type { Configuration } from "../config";
import {
  fileNamesOf,
  isShipped,
  loadDraft,
  lockWith,
  migrationName,
  nextTimestamp,
  readLockText,
  readMigrations,
  renderEmptyMigration,
  renderEmptySql,
  styleIn,
  templateOf,
  titleOf,
} from "../migrations";
import { write } from "../writing/write";
import { type FileShape, type FileText, lockedAs, sqlFiles } from "../writing/writing";

export interface EmptyRequest extends FileShape {
  readonly name: string;
  /** 13 digits; after every other migration's when left out. */
  readonly timestamp?: number | undefined;
  readonly dryRun?: boolean | undefined;
}

export interface EmptyMigration {
  /** Absolute; null after a dry run. Of two scripts it is that of `up`. */
  readonly file: string | null;
  readonly fileName: string;
  /** Of all files. */
  readonly text: string;
}

/** Writes a migration for a person to fill in, as the last of them all. Needs no database. */
export async function empty(configuration: Configuration, request: EmptyRequest): Promise<EmptyMigration> {
  const { directory } = configuration.migrations;
  const before = await readLockText(directory);
  const migrations = await readMigrations(configuration);
  const timestamp = request.timestamp ?? nextTimestamp(migrations.map((migration) => migration.timestamp));
  const files = await filesOf(configuration, request, timestamp);
  const [{ fileName } = { fileName: "" }] = files;
  const text = files.map((each) => each.text).join("\n");
  const lock = lockWith(before, directory, migrations, lockedAs(files));
  const written = request.dryRun ? [] : await write(configuration, { files, lock, replaces: [] });
  return { file: written[0] ?? null, fileName, text };
}

async function filesOf(
  configuration: Configuration,
  request: EmptyRequest,
  timestamp: number,
): Promise<readonly FileText[]> {
  const { root, migrations } = configuration;
  const { format = migrations.format ?? "ts" } = request;
  const template = templateOf(root, format, request.template ?? migrations.template);
  const name = migrationName(request.name, timestamp);
  const { className } = name;
  const subject = { className, title: titleOf(name.slug) };
  if (format === "sql") return sqlFiles(name, renderEmptySql(subject, template));
  const [fileName = name.fileName] = fileNamesOf(name, format);
  const style = styleIn(migrations.directory, format);
  const file = { fileName, text: renderEmptyMigration(subject, template, style) };
  if (!isShipped(template, format)) await loadDraft(configuration, { ...file, className, timestamp });
  return [file];
}
