import { existsSync, readdirSync, statSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import {
  type HistoryOptions,
  history,
  lineOf,
  lineOfFiles,
  rangeAsksDatabase,
  rangeOf,
  within,
} from "../../apply";
import type { Configuration } from "../../config";
import { SchemaError } from "../../errors";
import type { Migration } from "../../migrations";
import { withDatabase } from "../database";

export interface AskedFiles {
  /** Files and directories of migrations, names and ranges of them, and SQL scripts; all migrations when empty. */
  readonly files: readonly string[];
  /** Where `files` are relative to. */
  readonly directory: string;
}

/** What lint is to look at: migrations by file, directory, name or range, and SQL scripts by file. */
export async function askedIn(
  configuration: Configuration,
  migrations: readonly Migration[],
  { files, directory }: AskedFiles,
): Promise<{ readonly asked: readonly Migration[]; readonly scripts: readonly string[] }> {
  if (files.length === 0) return { asked: migrations, scripts: [] };
  const asked = new Set<Migration>();
  const scripts: string[] = [];
  for (const text of files) {
    const path = resolve(directory, text);
    if (path.endsWith(".sql") && !migrations.some(({ file }) => file === path)) scripts.push(path);
    else if (existsSync(path) || /[\\/]|\.[cm]?[jt]s$/.test(text)) {
      const found = migrationsAt(path, migrations);
      const besides = found.length > 0 ? [] : scriptsIn(path);
      if (found.length + besides.length === 0) throw nothingAt(path, configuration.root);
      for (const migration of found) asked.add(migration);
      scripts.push(...besides);
    } else for (const migration of await named(configuration, migrations, text)) asked.add(migration);
  }
  return { asked: [...asked], scripts };
}

const migrationsAt = (path: string, migrations: readonly Migration[]) =>
  migrations.filter(({ file }) => file !== null && (file === path || file.startsWith(path + sep)));

/** The scripts of a directory that holds no migrations, and of those in it: each by its path. */
function scriptsIn(path: string): string[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path)
    .filter((name) => !name.startsWith(".") && name !== "node_modules")
    .toSorted()
    .flatMap((name) => (name.endsWith(".sql") ? [join(path, name)] : scriptsIn(join(path, name))));
}

function nothingAt(path: string, root: string): SchemaError {
  const place = relative(root, path) || ".";
  const isDirectory = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return new SchemaError({
    code: "LINT_FILE_UNKNOWN",
    message: isDirectory
      ? `${place} holds no migration of this project, and no SQL script.`
      : `${place} is no migration of this project.`,
    hint: "Give files that the data source's migrations or --migrations cover, directories of them, names or ranges of migrations, or .sql files.",
  });
}

async function named(
  configuration: Configuration,
  migrations: readonly Migration[],
  text: string,
): Promise<readonly Migration[]> {
  const line = rangeAsksDatabase(text)
    ? await lineInDatabase(configuration, { migrations })
    : lineOfFiles(migrations);
  const names = new Set(within(line, rangeOf(line, text)).map(({ name }) => name));
  return migrations.filter(({ name }) => names.has(name));
}

async function lineInDatabase(configuration: Configuration, options: HistoryOptions) {
  return withDatabase(configuration, {}, async (database) => {
    const applied = await history(configuration, database, options);
    const done = new Set(applied.map(({ name }) => name));
    const pending = (options.migrations ?? []).filter(({ name }) => !done.has(name));
    return lineOf({ applied, pending });
  });
}
