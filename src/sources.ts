import { join } from "node:path";
import { replay, status } from "./apply";
import { readCatalog } from "./catalog";
import type { Configuration } from "./config/configuration";
import { readEntities } from "./entities";
import type { Desired } from "./entities/desired";
import { exitStatus, SchemaError } from "./errors";
import { type Migration, readMigrations, tablesMadeBy } from "./migrations";
import { openDatabase } from "./postgres";
import { type Printer, printedBy, remembering, type Scratch } from "./proof";
import { applyFilters } from "./reconcile";
import type { Schema } from "./schema";
import { toolVersion } from "./version";

export interface SourceOptions {
  /** What the entities are compared with: the database, or what the migration files make of an empty one. */
  readonly from?: "database" | "migrations" | undefined;
  /** The URL of a server to make scratch databases on, instead of the target's own. */
  readonly scratch?: string | undefined;
  /** Told in a sentence what deserves a look and is no error. */
  readonly onNote?: ((note: string) => void) | undefined;
}

export type OpenScratch = () => Promise<Scratch>;

/** Everything the tool compares, read. */
export interface Sources {
  readonly live: Schema;
  readonly described: Desired;
  readonly migrations: readonly Migration[];
  /** Qualified names of the tables and views that the migrations made. */
  readonly made: ReadonlySet<string>;
  /** Which PostgreSQL the live schema was printed by. */
  readonly context: string;
}

export async function readSources(
  configuration: Configuration,
  { from = "database", onNote }: SourceOptions,
  openScratch: OpenScratch,
): Promise<Sources> {
  const migrations = await readMigrations(configuration);
  const described = await readEntities(configuration);
  const made = tablesMadeBy(
    migrations.map(({ source }) => source),
    configuration.defaultSchema,
  );
  const { live, context } =
    from === "database"
      ? await readDatabase(configuration, migrations)
      : await readReplayed(configuration, migrations, openScratch);
  const filtered = applyFilters(live, described.schema, configuration.filters);
  for (const pattern of filtered.unused) onNote?.(`The filter ${pattern} matches nothing.`);
  return {
    live: filtered.live,
    described: { ...described, schema: filtered.described },
    migrations,
    made,
    context,
  };
}

type Read = Pick<Sources, "live" | "context">;

async function readDatabase(configuration: Configuration, migrations: readonly Migration[]): Promise<Read> {
  const database = await openDatabase(configuration.target);
  try {
    const { pending } = await status(configuration, database, { migrations });
    if (pending.length > 0) throw behind(pending.map(({ name }) => name));
    return { live: await database.session(readCatalog), context: `${database.kind} ${database.version}` };
  } finally {
    await database.close();
  }
}

async function readReplayed(
  configuration: Configuration,
  migrations: readonly Migration[],
  openScratch: OpenScratch,
): Promise<Read> {
  const { session, version } = await openScratch();
  await replay(configuration, session, migrations);
  return { live: await readCatalog(session), context: `scratch ${version}` };
}

function behind(pending: readonly string[]): SchemaError {
  const number = pending.length === 1 ? "A migration is" : `${pending.length} migrations are`;
  return new SchemaError({
    code: "MIGRATIONS_PENDING",
    message: `${number} not applied yet to the database that the entities are compared with: ${pending.join(", ")}.`,
    hint: "Run `schema apply` first, or compare with the migration files themselves: `--from migrations`.",
    exit: exitStatus.pending,
  });
}

/** Asks a scratch database how PostgreSQL prints a schema, and remembers the answers in the project's cache. */
export function printerOf({ root }: Configuration, context: string, openScratch: OpenScratch): Printer {
  let scratch: Promise<Scratch> | null = null;
  const print: Printer = async (schema) => {
    scratch ??= openScratch();
    return printedBy((await scratch).session, schema);
  };
  return remembering(print, join(root, ".schema", "cache", "expressions"), `${toolVersion} ${context}`);
}
