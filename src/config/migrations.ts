import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type PostgresOptions, staticBase } from "../project";
import type { Configuration, MigrationClass } from "./configuration";

type Migrations = Configuration["migrations"];

/** Where migrations are read and written: `--migrations`, else what the data source lists, else generated-migrations/. */
export function settleMigrations(
  root: string,
  directory: string | undefined,
  options: PostgresOptions,
): Migrations {
  const record = recordOf(options);
  if (directory !== undefined) return { ...inDirectory(resolve(root, directory)), classes: [], ...record };
  const listed = Object.values<MigrationClass | string>(options.migrations ?? []);
  const classes = listed.filter((item) => typeof item !== "string");
  const [first, ...rest] = listed
    .filter((item) => typeof item === "string")
    .map((item) => resolve(root, item));
  if (first === undefined) return { ...inDirectory(join(root, "generated-migrations")), classes, ...record };
  const written = [first, ...rest].find(takesTypeScript);
  if (written)
    return { directory: staticBase(root, written), patterns: [first, ...rest], classes, ...record };
  const fallback = sourceDirectory(root, staticBase(root, first));
  return {
    directory: fallback,
    patterns: [first, ...rest, ...inDirectory(fallback).patterns],
    classes,
    ...record,
  };
}

/** `migrationsTableName: "meta.migrations"` is a table of another schema, where the data source names none. */
function recordOf({ migrationsTableName = "migrations", schema }: PostgresOptions) {
  const [, home, table] = /^([^.]+)\.([^.]+)$/.exec(migrationsTableName) ?? [];
  if (schema || home === undefined || table === undefined) return { table: migrationsTableName };
  return { table, schema: home };
}

function inDirectory(directory: string): Pick<Migrations, "directory" | "patterns"> {
  return { directory, patterns: [join(directory, "*.{ts,js}")] };
}

/** New files are TypeScript: beside the sources, not in the output that the data source reads them from. */
function sourceDirectory(root: string, directory: string): string {
  const source =
    root + directory.slice(root.length).replace(/(?<=[\\/])(dist|build|out|output|lib)(?=[\\/]|$)/, "src");
  return existsSync(source) ? source : directory;
}

function takesTypeScript(pattern: string): boolean {
  const extension = /(\{[^}]*\}|\.\w+)$/.exec(pattern)?.[0];
  return extension === undefined || extension.includes("ts");
}
