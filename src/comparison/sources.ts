import { join } from "node:path";
import { adoptionNote, readTrialHooks, replay, status } from "../apply";
import { journalName, lockName } from "../apply/journal/table";
import { type Footing, readAttachments, readCatalog, readFoundation, readUnmanaged } from "../catalog";
import type { Configuration } from "../config/configuration";
import { readEntities } from "../entities";
import type { Desired } from "../entities/desired";
import { exitStatus, SchemaError } from "../errors";
import { madeBy } from "../fingerprint";
import { type Migration, readMigrations } from "../migrations";
import { openDatabase, type Session } from "../postgres";
import { contextOf, type Printer, printedBy, remembering, type Scratch } from "../proof";
import { applyFilters, unmanagedOf } from "../reconcile";
import { type Attachment, type Id, qualify, type Schema, type Unmanaged } from "../schema";
import { toolVersion } from "../version";

export interface SourceOptions {
  /** What the entities are compared with: the database, or what the migration files make of an empty one. */
  readonly from?: "database" | "migrations" | undefined;
  /** The URL of a server to make scratch databases on, instead of the target's own. */
  readonly scratch?: string | undefined;
  /** Whether to list as well what no migration will touch. */
  readonly unmanaged?: boolean | undefined;
  /** Told in a sentence what deserves a look and is no error. */
  readonly onNote?: ((note: string) => void) | undefined;
}

export type OpenScratch = () => Promise<Scratch>;

/** Everything the tool compares, read. */
export interface Sources {
  readonly live: Schema;
  /** The same with what the filters leave out. */
  readonly whole: Schema;
  /** Every trigger, policy and rule of the database. */
  readonly attachments: readonly Attachment[];
  readonly described: Desired;
  readonly migrations: readonly Migration[];
  /** Qualified names of the tables, views and indexes that the migrations made. */
  readonly made: ReadonlySet<string>;
  /** Which PostgreSQL the live schema was printed by. */
  readonly context: string;
  /** Its `server_version_num`. */
  readonly version: number;
  /** What no entity describes and the schema leans on. */
  readonly foundation: readonly Footing[];
  /** What no migration will touch, where somebody asked. */
  readonly unmanaged?: readonly Unmanaged[] | null;
}

/** @param given the project's migrations, where they are read already */
export async function readSources(
  configuration: Configuration,
  { from = "database", unmanaged = false, onNote }: SourceOptions,
  openScratch: OpenScratch,
  given?: readonly Migration[],
): Promise<Sources> {
  const migrations = given ?? (await readMigrations(configuration));
  const described = await readEntities(configuration);
  const made = madeBy(migrations, configuration.defaultSchema);
  const read: ReadDatabase = async (session) => ({
    live: await readCatalog(session),
    besides: unmanaged ? await readUnmanaged(session) : null,
    foundation: await readFoundation(session),
    attachments: await readAttachments(session),
  });
  const { live, besides, foundation, attachments, context, version } =
    from === "database"
      ? await readFromDatabase(configuration, migrations, read, onNote)
      : await readReplayed(configuration, migrations, openScratch, read);
  const filtered = applyFilters(live, described.schema, configuration.filters, described.left);
  for (const pattern of filtered.unused) onNote?.(`The filter ${pattern} matches nothing.`);
  const sources = {
    live: filtered.live,
    whole: live,
    attachments,
    described: { ...described, schema: filtered.described },
    migrations,
    made,
    context,
    version,
    // A sequence that the entities describe is made with their tables.
    foundation: foundation.filter(({ name }) => !described.schema.objects.has(name.replace(" ", ":") as Id)),
  };
  return {
    ...sources,
    unmanaged: besides && unmanagedOf({ ...sources, records: recordsOf(configuration) }, besides),
  };
}

/** The tables in which TypeORM and this tool keep their records. */
function recordsOf({ defaultSchema, migrations }: Configuration): ReadonlySet<string> {
  const schema = migrations.schema ?? defaultSchema;
  return new Set([migrations.table, journalName, lockName].map((name) => qualify(schema, name)));
}

interface Read {
  readonly live: Schema;
  readonly besides: readonly Unmanaged[] | null;
  readonly foundation: readonly Footing[];
  readonly attachments: readonly Attachment[];
}

type ReadDatabase = (session: Session) => Promise<Read>;
type ReadIn = Read & Pick<Sources, "context" | "version">;

async function readFromDatabase(
  configuration: Configuration,
  migrations: readonly Migration[],
  read: ReadDatabase,
  onNote: SourceOptions["onNote"],
): Promise<ReadIn> {
  const database = await openDatabase(configuration.target);
  try {
    const { pending, inhabited } = await status(configuration, database, { migrations });
    if (pending.length > 0) throw behind(pending.map(({ name }) => name));
    if (inhabited !== null) onNote?.(adoptionNote(inhabited, pending.length));
    const { kind, version } = database;
    return await database.session(async (session) => ({
      context: await contextOf(`${kind} ${version}`, session),
      ...(await read(session)),
      version,
    }));
  } finally {
    await database.close();
  }
}

async function readReplayed(
  configuration: Configuration,
  migrations: readonly Migration[],
  openScratch: OpenScratch,
  read: ReadDatabase,
): Promise<ReadIn> {
  const { session, version } = await openScratch();
  await replay(configuration, session, migrations, "up", readTrialHooks(configuration));
  return { ...(await read(session)), context: await contextOf(`scratch ${version}`, session), version };
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
