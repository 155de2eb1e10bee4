import type { StampOptions, StampResult } from "../apply";
import * as runner from "../apply";
import { baselineOf, foundIn } from "../baseline";
import { readExtras } from "../catalog";
import { readSources } from "../comparison/sources";
import type { Configuration } from "../config";
import { exitStatus, SchemaError } from "../errors";
import { lockWith, readLockText, readMigrations } from "../migrations";
import { difference, generate } from "../pipeline";
import type { EmbeddedOptions } from "../postgres";
import { withScratch } from "../proof";
import { listOf, type Unmanaged } from "../schema";
import { write } from "../writing/write";
import { lockedAs } from "../writing/writing";
import { withDatabase } from "./database";

/** Records the migrations up to a place as applied, and no others, and runs none of them. */
export function stamp(
  configuration: Configuration,
  options: StampOptions & EmbeddedOptions,
): Promise<StampResult> {
  return withDatabase(configuration, options, (database) => runner.stamp(configuration, database, options));
}

export interface BaselineRequest extends EmbeddedOptions {
  /** What the migration makes: what is there of what entities describe, or all that entities describe. */
  readonly from: "database" | "entities";
  readonly name: string;
  readonly timestamp?: number | undefined;
  readonly scratch?: string | undefined;
  /** Gives the file's text; writes and marks nothing. */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onNote?: ((note: string) => void) | undefined;
}

export interface BaselineResult {
  /** Absolute; null after a dry run. */
  readonly file: string | null;
  readonly fileName: string;
  readonly text: string;
  /** `PostgreSQL 15.18, temporary database`; null where it was not proved. */
  readonly proved: string | null;
  readonly tables: number;
  /** What is in the database and not in the file; null where the file was made of the entities. */
  readonly left: readonly Unmanaged[] | null;
  /** How many changes stand between the database and the entities; null after a dry run. */
  readonly differences: number | null;
}

/** Writes the first migration of a project whose database is there already, and marks it as applied there. */
export async function baseline(
  configuration: Configuration,
  request: BaselineRequest,
): Promise<BaselineResult> {
  const { directory } = configuration.migrations;
  const before = await readLockText(directory);
  await refuseUnlessFirst(configuration, request);
  const written =
    request.from === "database"
      ? await ofDatabase(configuration, request)
      : await ofEntities(configuration, request);
  if (request.dryRun) return { ...written, file: null, differences: null };
  const files = [written];
  const lock = lockWith(before, directory, [], lockedAs(files));
  const [file = null] = await write(configuration, { files, lock, replaces: [] });
  await stamp(configuration, { to: "head", onWait: request.onWait, signal: request.signal });
  const { changes, decision } = await difference(configuration, { scratch: request.scratch });
  return { ...written, file, differences: changes.length + decision.questions.length };
}

type BaselineMade = Omit<BaselineResult, "file" | "differences">;

async function ofDatabase(configuration: Configuration, request: BaselineRequest): Promise<BaselineMade> {
  const { name, timestamp, scratch } = request;
  const sources = await sourcesOf(configuration, request);
  const extras = await withDatabase(configuration, request, (database) => database.session(readExtras));
  const made = await baselineOf(configuration, sources, extras, { name, timestamp, scratch });
  return { ...made, proved: made.proof.scratch };
}

async function ofEntities(configuration: Configuration, request: BaselineRequest): Promise<BaselineMade> {
  const { name, timestamp, scratch, onNote } = request;
  const { described } = await sourcesOf(configuration, request);
  const options = {
    name,
    timestamp,
    scratch,
    onNote,
    from: "migrations",
    format: "ts",
    dryRun: true,
  } as const;
  const result = await generate(configuration, options);
  if (result.status !== "generated") throw nothingToAdopt();
  const { fileName, text, proof } = result;
  const tables = listOf(described.schema, "table").length;
  return { fileName, text, proved: proof?.scratch ?? null, tables, left: null };
}

/** Refuses a database that has nothing of what entities describe: to mark anything there would be a lie. */
async function sourcesOf(configuration: Configuration, { scratch }: BaselineRequest) {
  return withScratch(configuration.target, scratch ?? null, async (openScratch) => {
    const sources = await readSources(configuration, { scratch, unmanaged: true }, openScratch);
    if (listOf(foundIn(sources, configuration.defaultSchema), "table").length === 0) throw nothingToAdopt();
    return sources;
  });
}

async function refuseUnlessFirst(configuration: Configuration, request: EmbeddedOptions): Promise<void> {
  const migrations = await readMigrations(configuration);
  const [first] = migrations;
  if (first !== undefined) {
    throw new SchemaError({
      code: "BASELINE_NOT_FIRST",
      message: `The project has ${migrations.length === 1 ? "a migration" : `${migrations.length} migrations`} already, ${first.name} first: a baseline is the first of all. Nothing was done.`,
      hint: "Where the database is what they make, say so: schema stamp head, or schema stamp NAME for the last one that it has.",
      exit: exitStatus.refused,
    });
  }
  const applied = await withDatabase(configuration, request, (database) =>
    runner.history(configuration, database, { migrations }),
  );
  if (applied.length > 0) {
    throw new SchemaError({
      code: "MISSING_MIGRATION",
      message: `${applied.length === 1 ? "A migration is" : `${applied.length} migrations are`} recorded as applied here, and no file of the project has ${applied.length === 1 ? "it" : "them"}: ${applied.map(({ name }) => name).join(", ")}. Nothing was done.`,
      hint: "Bring the files back, or name their directory with --migrations. To begin anew without them: schema stamp base --purge, then schema baseline.",
      exit: exitStatus.refused,
    });
  }
}

function nothingToAdopt(): SchemaError {
  return new SchemaError({
    code: "NOTHING_TO_ADOPT",
    message: "The database has no table that the entities describe. Nothing was done.",
    hint: "For an empty database: schema generate, then schema apply. Otherwise see that --url and --schema name the right one.",
  });
}
