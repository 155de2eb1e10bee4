import type { Change, Plan } from "./change";
import type { Configuration } from "./config/configuration";
import { diff } from "./diff";
import type { Origin } from "./entities/desired";
import {
  migrationName,
  nameOf,
  nextTimestamp,
  renderEmptyMigration,
  renderMigration,
  writeMigration,
} from "./migrations";
import { plan } from "./plan";
import { type Proof, prove, settleSpelling, withScratch } from "./proof";
import { reconcile } from "./reconcile";
import { reviewOf } from "./report/review";
import type { Id, Schema } from "./schema";
import { type OpenScratch, printerOf, readSources, type SourceOptions, type Sources } from "./sources";

/** What stands between the database and the entities, and the way there and back. */
export interface Difference {
  readonly changes: readonly Change[];
  /** The part of the database that is ours, and what it shall become. */
  readonly current: Schema;
  readonly desired: Schema;
  readonly up: Plan;
  readonly down: Plan;
  /** Where in the project each desired object is described. */
  readonly origins: ReadonlyMap<Id, Origin>;
}

/** Finds what stands between the database and the entities. Changes nothing anywhere. */
export async function difference(
  configuration: Configuration,
  options: SourceOptions = {},
): Promise<Difference> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const sources = await readSources(configuration, options, openScratch);
    return compare(configuration, sources, openScratch);
  });
}

/** Both sources → comparable → changes → statements, there and back. */
async function compare(
  configuration: Configuration,
  { live, described, made, context }: Sources,
  openScratch: OpenScratch,
): Promise<Difference> {
  const comparable = reconcile(live, described.schema, made, configuration.defaultSchema);
  const { current, desired } = await settleSpelling(
    comparable,
    printerOf(configuration, context, openScratch),
  );
  const changes = diff(current, desired);
  return {
    changes,
    current,
    desired,
    up: plan(changes, current, desired),
    down: plan(diff(desired, current), desired, current),
    origins: described.origins,
  };
}

export interface GenerateOptions extends SourceOptions {
  /** Made from the changes when left out. */
  readonly name?: string | undefined;
  /** Milliseconds since 1970, 13 digits; the clock's when left out. */
  readonly timestamp?: number | undefined;
  /** Give the text and write nothing. */
  readonly dryRun?: boolean | undefined;
}

export type Generated =
  | { readonly status: "nothing" }
  | {
      readonly status: "generated";
      /** Absolute; null after a dry run. */
      readonly file: string | null;
      readonly fileName: string;
      readonly className: string;
      readonly text: string;
      readonly difference: Difference;
      readonly proof: Proof;
    };

/** Finds the difference, proves the way there and back in a scratch database, and writes it as a migration. */
export async function generate(
  configuration: Configuration,
  options: GenerateOptions = {},
): Promise<Generated> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const sources = await readSources(configuration, options, openScratch);
    const found = await compare(configuration, sources, openScratch);
    if (found.changes.length === 0) return { status: "nothing" };
    const timestamp =
      options.timestamp ?? nextTimestamp(sources.migrations.map((migration) => migration.timestamp));
    const name = migrationName(options.name ?? nameOf(found.changes, found.current), timestamp);
    const scratch = await openScratch();
    const proof = await prove(scratch.session, found);
    const review = reviewOf({
      title: sentence(name.slug),
      changes: found.changes,
      up: found.up,
      down: found.down,
      before: found.current,
      after: found.desired,
      origins: found.origins,
      costs: proof.up,
      proof: [`up and down, both ways, on ${scratch.label}`],
    });
    const text = renderMigration({ className: name.className, review, up: found.up, down: found.down });
    const file = options.dryRun
      ? null
      : await writeMigration(configuration.migrations.directory, name.fileName, text);
    return { status: "generated", file, ...name, text, difference: found, proof };
  });
}

export interface EmptyMigration {
  /** Absolute; null after a dry run. */
  readonly file: string | null;
  readonly fileName: string;
  readonly text: string;
}

/** Writes a migration for a person to fill in. Needs no database. */
export async function generateEmpty(
  { migrations }: Configuration,
  { name, timestamp, dryRun }: { name: string; timestamp: number; dryRun?: boolean | undefined },
): Promise<EmptyMigration> {
  const { className, fileName, slug } = migrationName(name, timestamp);
  const text = renderEmptyMigration({ className, title: sentence(slug) });
  return { file: dryRun ? null : await writeMigration(migrations.directory, fileName, text), fileName, text };
}

/** `add-status-to-projects` → `Add status to projects` */
const sentence = (slug: string) => slug.charAt(0).toUpperCase() + slug.slice(1).replaceAll("-", " ");
