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
import {
  areUsual,
  type LiteralSettings,
  literalSettingsOf,
  openDatabase,
  type Session,
  usualLiterals,
  withLiterals,
} from "../postgres";
import { type Printer, printedBy, remembering, type Scratch } from "../proof";
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
  /** What literals mean to it. */
  readonly literals: LiteralSettings;
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
  const { live, besides, foundation, attachments, context, literals, version } =
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
    literals,
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

interface DatabaseParts {
  readonly live: Schema;
  readonly besides: readonly Unmanaged[] | null;
  readonly foundation: readonly Footing[];
  readonly attachments: readonly Attachment[];
}

type ReadDatabase = (session: Session) => Promise<DatabaseParts>;
type ReadIn = DatabaseParts & Pick<Sources, "context" | "literals" | "version">;

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
      context: `${kind} ${version}`,
      literals: await literalSettingsOf(session),
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
  const literals = await literalSettingsOf(session);
  return { ...(await read(session)), context: `scratch ${version}`, literals, version };
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

/**
 * Ask a scratch database how PostgreSQL prints a schema, and remember the answers in the project's cache: the first as
 * the database reads literals now; the second as most do, since it may have got its time zone after what is in it.
 */
export function printersOf(
  { root }: Configuration,
  { context, literals }: Pick<Sources, "context" | "literals">,
  openScratch: OpenScratch,
): readonly Printer[] {
  let scratch: Promise<Scratch> | null = null;
  const open = async () => {
    scratch ??= openScratch();
    return (await scratch).session;
  };
  const remembered = (printer: Printer, meant: LiteralSettings) =>
    remembering(
      printer,
      join(root, ".schema", "cache", "expressions"),
      `${toolVersion} ${context} ${JSON.stringify(meant)}`,
    );
  const now = remembered(async (schema) => printedBy(await open(), schema), literals);
  const usual = remembered(async (schema) => {
    const session = await open();
    return withLiterals(session, usualLiterals, () => printedBy(session, schema));
  }, usualLiterals);
  return areUsual(literals) ? [now] : [now, usual];
}
