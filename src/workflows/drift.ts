import * as runner from "../apply";
import type { Configuration } from "../config";
import { type DriftItem, driftItems, findDrift, readLive } from "../drift";
import { exitStatus, SchemaError } from "../errors";
import { readMigrations } from "../migrations";
import type { EmbeddedOptions } from "../postgres";
import { differenceScript } from "./compare";
import { withDatabase } from "./database";

export interface DriftRequest extends EmbeddedOptions {
  /** The URL of a server to make the scratch database on. */
  readonly scratch?: string | undefined;
}

export interface DriftFound {
  /** The database, without its password. */
  readonly database: string;
  readonly items: readonly DriftItem[];
  /** Every statement that leads back, in the order in which they can be run. */
  readonly repair: readonly string[];
  /** The same for psql. */
  readonly script: string;
}

/** Compares the database with what its applied migrations make of an empty one. */
export async function drift(configuration: Configuration, options: DriftRequest = {}): Promise<DriftFound> {
  const migrations = await readMigrations(configuration);
  return withDatabase(configuration, options, async (database) => {
    const { label, kind, version } = database;
    const moment = await database.session((session) =>
      runner.presentMoment(configuration, session, migrations),
    );
    if (moment.unknowable) throw unknowable();
    if (moment.applied.length === 0) return { database: label, items: [], repair: [], script: "" };
    const live = await database.session((session) => readLive(session, `${kind} ${version}`));
    const found = await findDrift(configuration, live, moment.applied, options.scratch ?? null);
    const items = driftItems(found);
    const repair = items.length === 0 ? [] : found.up.statements.map(({ sql }) => sql);
    return { database: label, items, repair, script: differenceScript(found) };
  });
}

const unknowable = () =>
  new SchemaError({
    code: "DRIFT_UNKNOWABLE",
    message:
      "What should be in the database is not known: a migration is applied of which there is no file, or one is applied in part.",
    hint: "Run schema status: it names them, with the way out.",
    exit: exitStatus.refused,
  });
