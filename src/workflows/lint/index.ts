import { readTrialHooks, replay } from "../../apply";
import type { Configuration } from "../../config";
import { acceptedIn, factsOf, type Hazard, hazardsOf, levelsOf } from "../../hazards";
import { isGenerated, type Migration, readMigrations } from "../../migrations";
import type { Session } from "../../postgres";
import { inspect, withScratch } from "../../proof";
import { type AskedFiles, askedIn } from "./asked";
import { notReplayed } from "./failure";
import { linesOf } from "./lines";
import { readScript } from "./script";

export interface LintOptions extends AskedFiles {
  /** The URL of a server to make the scratch database on. */
  readonly scratch?: string | undefined;
}

/** A hazard, and the line of the file that brings it. */
export interface Placed {
  readonly hazard: Hazard;
  readonly line: number | null;
}

export interface Linted {
  readonly name: string;
  /** Absolute; null for a class that the data source lists by itself. */
  readonly file: string | null;
  readonly hazards: readonly Placed[];
}

export interface LintResult {
  /** `PostgreSQL 15.18, temporary database` */
  readonly scratch: string;
  readonly linted: readonly Linted[];
}

/** Replays the project's migrations in a scratch database and says what is dangerous about those asked for. */
export async function lint(configuration: Configuration, options: LintOptions): Promise<LintResult> {
  const migrations = await readMigrations(configuration);
  const { asked, scripts } = await askedIn(configuration, migrations, options);
  const foreign = await Promise.all(scripts.map((file) => readScript(configuration.root, file)));
  const all = [...migrations, ...foreign];
  const linting = new Set<Migration>([...asked, ...foreign]);
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const { session, label } = await openScratch();
    const hooks = readTrialHooks(configuration);
    const linted: Linted[] = [];
    for (const batch of batchesOf(all, linting)) {
      const [one] = batch;
      try {
        if (one !== undefined && linting.has(one)) linted.push(await lintOne(configuration, session, one));
        else await replay(configuration, session, batch, "up", hooks);
      } catch (error) {
        throw notReplayed(error, configuration.root, batch);
      }
    }
    return { scratch: label, linted };
  });
}

/** Each one that is asked for alone, the others before it together; what comes after the last is not needed. */
function batchesOf(all: readonly Migration[], asked: ReadonlySet<Migration>): Migration[][] {
  const batches: Migration[][] = [];
  let waiting: Migration[] = [];
  for (const migration of all) {
    if (!asked.has(migration)) waiting.push(migration);
    else {
      if (waiting.length > 0) batches.push(waiting);
      batches.push([migration]);
      waiting = [];
    }
  }
  return batches;
}

async function lintOne(
  configuration: Configuration,
  session: Session,
  migration: Migration,
): Promise<Linted> {
  const { name, file, source, transaction } = migration;
  const accepted = acceptedIn(source);
  const seen = await inspect(configuration, session, migration);
  const steps = await Promise.all(
    seen.steps.map(async (step) => ({ ...step, facts: await factsOf(step.sql) })),
  );
  const hazards = hazardsOf(
    { ...seen, steps, transaction, planned: isGenerated(source) },
    levelsOf(configuration.hazards),
    accepted,
  );
  const lines = linesOf(
    source,
    steps.map(({ sql }) => sql),
  );
  return {
    name,
    file,
    hazards: hazards.map((hazard) => ({
      hazard,
      line: hazard.statement === null ? null : (lines[hazard.statement - 1] ?? null),
    })),
  };
}
