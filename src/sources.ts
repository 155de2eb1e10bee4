import { join } from "node:path";
import { replay } from "./apply";
import { expectApplied } from "./apply";
import { readCatalog } from "./catalog";
import type { Configuration } from "./config/configuration";
import { readEntities } from "./entities";
import type { Desired } from "./entities/desired";
import { type Migration, readMigrations, tablesMadeBy } from "./migrations";
import { openDatabase } from "./postgres";
import { type Printer, printedBy, remembering, type Scratch } from "./proof";
import type { Schema } from "./schema";
import { toolVersion } from "./version";

export interface SourceOptions {
  /** What the entities are compared with: the database, or what the migration files make of an empty one. */
  readonly from?: "database" | "migrations" | undefined;
  /** The URL of a server to make scratch databases on, instead of the target's own. */
  readonly scratch?: string | undefined;
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
  { from = "database" }: SourceOptions,
  openScratch: OpenScratch,
): Promise<Sources> {
  const migrations = await readMigrations(configuration);
  const described = await readEntities(configuration);
  const made = tablesMadeBy(
    migrations.map(({ source }) => source),
    configuration.defaultSchema,
  );
  const { live, context } =
    from === "database" ? await readDatabase(configuration, migrations) : await readReplayed(configuration, migrations, openScratch);
  return { live, described, migrations, made, context };
}
