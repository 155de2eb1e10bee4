import { type Answers, joinAnswers, noAnswers } from "../change";
import type { Difference } from "../comparison/difference";
import { type OpenScratch, readSources, type Sources } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { type Migration, nameOf, nextTimestamp, readLockText, readMigrations } from "../migrations";
import { rememberedAnswers } from "../renames";
import { amendedWriting } from "./amended";
import { migrationToAmend } from "./amending";
import type { GenerateRequest } from "./generated";
import { newWriting, type Writing } from "./writing";

/** All that a migration is written from. */
export interface Inputs {
  readonly sources: Sources;
  /** Those before it. */
  readonly migrations: readonly Migration[];
  /** The text of the lock beside them. */
  readonly lock: string | null;
  /** The one that is written again; null for a new one. */
  readonly amended: (Migration & { readonly file: string }) | null;
  readonly answers: Answers;
}

export async function readInputs(
  configuration: Configuration,
  options: GenerateRequest,
  openScratch: OpenScratch,
): Promise<Inputs> {
  const lock = await readLockText(configuration.migrations.directory);
  const all = await readMigrations(configuration);
  const amended = options.amend ? await migrationToAmend(configuration, options, all) : null;
  const migrations = all.filter(({ name }) => name !== amended?.name);
  const sources = await readSources(configuration, options, openScratch, migrations);
  // What was said when it was written holds for writing it again.
  const remembered = amended ? rememberedAnswers(amended.source) : noAnswers;
  const answers = joinAnswers(remembered, options.answers ?? noAnswers);
  return { sources, migrations, lock, amended, answers };
}

export function writingOf(
  configuration: Configuration,
  { amended, migrations }: Inputs,
  found: Difference,
  options: GenerateRequest,
): Writing {
  if (amended) return amendedWriting(amended, found, options);
  const name = options.name ?? nameOf(found.changes, found.current);
  const timestamp = options.timestamp ?? nextTimestamp(migrations.map((migration) => migration.timestamp));
  return newWriting(configuration, name, timestamp, found, options);
}
