import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";
import { SchemaError } from "../errors";
import { createLoader, type PostgresOptions } from "../project";
import { readSettings } from "./read-settings";
import type { Settings } from "./settings";

/** The data source file: the one that was named, or the first of the usual ones. */
export function findDataSource(root: string, named: string | undefined): string | null {
  if (named === undefined)
    return usualFiles.map((file) => resolve(root, file)).find((file) => existsSync(file)) ?? null;
  const file = resolve(root, named);
  if (existsSync(file)) return file;
  throw new SchemaError({
    code: "DATA_SOURCE_NOT_FOUND",
    message: `There is no data source file ${named}.`,
    hint: `Correct --data-source; the path starts at ${root}.`,
  });
}

const usualFiles = ["data-source", "src/data-source", "schema.config"].flatMap((stem) =>
  ["ts", "mts", "cts", "js", "mjs", "cjs"].map((extension) => `${stem}.${extension}`),
);

/** What a data source file tells. */
export interface LoadedDataSource {
  readonly options: PostgresOptions;
  readonly settings: Settings;
}

/** Runs the file and gives the options of the data source that it exports, and the settings beside it. */
export async function loadDataSource(root: string, file: string): Promise<LoadedDataSource> {
  const [loaded] = await createLoader(root).load([file]);
  const name = relative(root, file);
  const exports = loaded?.exports ?? new Map<string, unknown>();
  const whole = { key: "module.exports", value: Object.fromEntries(exports) };
  const named = [...exports].map(([key, value]) => settled(name, key, value));
  const exported: readonly Exported[] = [...(await Promise.all(named)), whole];
  const sources = distinct(exported.filter(({ value }) => isDataSource(value)));
  const plain = distinct(exported.filter(({ value }) => isOptions(value)));
  const candidates = sources.length > 0 ? sources : plain;
  const [only] = candidates;
  if (only === undefined) throw noDataSource(name);
  if (candidates.length > 1) throw severalDataSources(name, candidates);
  return {
    options: requirePostgres(name, isDataSource(only.value) ? only.value.options : only.value),
    settings: readSettings(name, exports.get("schema")),
  };
}

interface Exported {
  readonly key: string;
  readonly value: unknown;
}

/** TypeORM also takes a promise of a data source. */
async function settled(file: string, key: string, value: unknown): Promise<Exported> {
  if (!(value instanceof Promise)) return { key, value };
  try {
    return { key, value: await value };
  } catch (cause) {
    throw new SchemaError({
      code: "LOAD_FAILED",
      message: `${file}: the promise that it exports as ${key} failed: ${cause instanceof Error ? cause.message : cause}`,
      hint: "Export the data source itself, without initialize(): this tool connects by itself.",
      cause,
    });
  }
}

/** By its shape: the project may hold several copies of TypeORM. */
function isDataSource(value: unknown): value is { readonly options: unknown } {
  const candidate = Object(value) as Record<string, unknown>;
  return isOptions(candidate.options) && typeof candidate.initialize === "function";
}

function isOptions(value: unknown): boolean {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

/** `export const source = …; export default source` is one data source. */
function distinct(exported: readonly Exported[]): readonly Exported[] {
  return exported.filter(
    ({ value }, index) => exported.findIndex((other) => other.value === value) === index,
  );
}

function requirePostgres(file: string, options: unknown): PostgresOptions {
  const { type } = options as { type: string };
  if (type === "postgres") return options as PostgresOptions;
  throw new SchemaError({
    code: "DATA_SOURCE_TYPE",
    message: `The data source in ${file} is of type "${type}", and this tool works with PostgreSQL only.`,
    hint: 'Use a data source of type "postgres", or name another file with --data-source.',
  });
}

function noDataSource(file: string): SchemaError {
  return new SchemaError({
    code: "DATA_SOURCE_MISSING",
    message: `${file} exports no DataSource.`,
    hint: 'Export one: export default new DataSource({ type: "postgres", … })',
  });
}

function severalDataSources(file: string, found: readonly Exported[]): SchemaError {
  return new SchemaError({
    code: "DATA_SOURCE_AMBIGUOUS",
    message: `${file} exports ${found.length} data sources: ${found.map(({ key }) => key).join(", ")}.`,
    hint: "Export one of them only, or give each a file of its own and name it with --data-source.",
  });
}
