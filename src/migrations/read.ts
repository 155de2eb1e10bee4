import { readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import type { Configuration, MigrationClass } from "../config/configuration";
import { SchemaError } from "../errors";
import { createLoader, expandPatterns, type Loader } from "../project";
import { checksumOf } from "./checksum";
import { instantiate, migrationClasses } from "./classes";
import type { Migration } from "./migration";
import { schemaWayOf } from "./schema-way";
import { readSqlMigrations } from "./sql-files";
import { timestampOf } from "./timestamps";
import { checkUnique } from "./unique";

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

/** All migrations of the project, oldest first. */
export async function readMigrations(
  configuration: Pick<Configuration, "root" | "migrations">,
  loader?: Loader,
): Promise<readonly Migration[]> {
  const migrations = await readAmbiguous(configuration, loader);
  checkUnique(configuration.root, migrations);
  return migrations;
}

/** The same, though two of them may have one timestamp. */
export async function readAmbiguous(
  configuration: Pick<Configuration, "root" | "migrations">,
  loader: Loader = createLoader(configuration.root),
): Promise<readonly Migration[]> {
  const { patterns, classes } = configuration.migrations;
  const files = await expandPatterns(configuration.root, patterns);
  const sources = files.map(readSource);
  const loaded = files.length > 0 ? await loader.load(files) : [];
  const exported = new Map(
    loaded.map((module) => [module.file, migrationClasses([...module.exports.values()])]),
  );
  for (const source of sources) checkNotEmpty(configuration.root, source, exported.get(source.file) ?? []);

  const origins = originsOf(sources, exported, classes);
  const migrations = [
    ...[...origins].map(([type, source]) => describe(configuration.root, type, source)),
    ...(await readSqlMigrations(configuration)),
  ];
  return migrations.sort((a, b) => a.timestamp - b.timestamp);
}

/** One after the other: for many small files that is several times as fast as all at once. */
function readSource(file: string): SourceFile {
  const text = readFileSync(file, "utf8");
  return { file, text: text.replaceAll("\r\n", "\n") };
}

/** One entry for each class, however many files export it: the file that declares it is its own. */
function originsOf(
  sources: readonly SourceFile[],
  exported: ReadonlyMap<string, readonly MigrationClass[]>,
  listed: readonly MigrationClass[],
): Map<MigrationClass, SourceFile | null> {
  const origins = new Map<MigrationClass, SourceFile | null>();
  for (const source of sources) {
    for (const type of exported.get(source.file) ?? []) {
      if (!origins.has(type) || declares(source, type)) origins.set(type, source);
    }
  }
  for (const type of listed) if (!origins.has(type)) origins.set(type, null);
  return origins;
}

function declares(source: SourceFile, type: MigrationClass): boolean {
  return source.text.includes(`class ${type.name} `);
}

function describe(root: string, type: MigrationClass, source: SourceFile | null): Migration {
  const instance = instantiate(type);
  const name = instance.name || type.name;
  const timestamp = timestampOf(name);
  if (timestamp === null) {
    const where = source ? ` in ${relative(root, source.file)}` : "";
    throw new SchemaError({
      code: "MIGRATION_WITHOUT_TIMESTAMP",
      message: `The migration ${name || "of a class without a name"}${where} has no timestamp in its name.`,
      hint: `Let the name of its class end in the 13 digits of a time in milliseconds: ${name || "Migration"}${Date.now()}.`,
    });
  }
  return {
    name,
    timestamp,
    file: source?.file ?? null,
    checksum: source && checksumOf(source.text),
    source: source?.text ?? String(type),
    transaction: instance.transaction !== false,
    schema: schemaWayOf(instance),
    instance,
  };
}

/** A helper beside the migrations may export what it likes; a file named as a migration must hold one. */
function checkNotEmpty(root: string, source: SourceFile, classes: readonly MigrationClass[]): void {
  if (classes.length > 0 || !/^\d{13}/.test(basename(source.file))) return;
  throw new SchemaError({
    code: "NO_MIGRATION_CLASS",
    message: `${relative(root, source.file)} is named as a migration, but exports no class with an up method.`,
    hint: "Export its class (export class … implements MigrationInterface), or move the file elsewhere.",
  });
}
