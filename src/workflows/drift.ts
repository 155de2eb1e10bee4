import type { Problem } from "../apply";
import * as runner from "../apply";
import { readCatalog } from "../catalog";
import type { Configuration } from "../config";
import {
  type DriftItem,
  driftItems,
  findDrift,
  isAsExpected,
  isUntouched,
  liveAround,
  ownPart,
} from "../drift";
import { exitStatus, SchemaError } from "../errors";
import { type Migration, readMigrations } from "../migrations";
import type { Database, EmbeddedOptions } from "../postgres";
import { differenceScript } from "./compare";
import { withDatabase } from "./database";

export interface DriftRequest extends EmbeddedOptions {
  /** The URL of a server to make the scratch database on. */
  readonly scratch?: string | undefined;
}

/** What somebody changed by hand, and what undoes it. */
export interface DriftFound {
  /** The database, without its password. */
  readonly database: string;
  /** One for each object that was added, taken away or changed; empty where there is no drift. */
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
    const { label } = database;
    const doubtful = await database.session(async (session) => {
      const moment = await runner.presentMoment(configuration, session, migrations);
      if (moment.unknowable) throw unknowable();
      const { applied } = moment;
      if (applied.length === 0) return null;
      const schema = await readCatalog(session);
      if (isUntouched(ownPart(configuration, schema, applied), moment)) return null;
      return { applied, live: await liveAround(session, database, schema) };
    });
    if (doubtful === null) return { database: label, items: [], repair: [], script: "" };
    const found = await findDrift(configuration, doubtful.live, doubtful.applied, options.scratch ?? null);
    const items = driftItems(found);
    const repair = items.length === 0 ? [] : found.up.statements.map(({ sql }) => sql);
    return { database: label, items, repair, script: differenceScript(found) };
  });
}

/**
 * For the status page: null where nothing is different, or nobody can know. The migrations are replayed only where the
 * schema is not as the last run left it.
 */
export async function driftWarning(
  configuration: Configuration,
  database: Database,
  migrations: readonly Migration[],
): Promise<Problem | null> {
  const doubtful = await database.session(async (session) => {
    const moment = await runner.presentMoment(configuration, session, migrations);
    const { applied, unknowable } = moment;
    if (applied.length === 0 || unknowable) return null;
    const schema = await readCatalog(session, { patience: moments }).catch(lockedOut);
    if (schema instanceof SchemaError) return schema;
    if (isAsExpected(ownPart(configuration, schema, applied), moment)) return null;
    return { applied, live: await liveAround(session, database, schema) };
  });
  if (doubtful === null) return null;
  if (doubtful instanceof SchemaError) return notSeen(doubtful);
  const { live, applied } = doubtful;
  const items = await findDrift(configuration, live, applied, null).then(driftItems).catch(nobodyKnows);
  if (items.length === 0) return null;
  const objects = items.map(({ sign, text }) => `\n  ${sign} ${text}`).join("");
  return {
    kind: "drift",
    code: "DRIFT",
    migration: "",
    message: `The database is not what its migrations lead to:${objects}`,
    hint: "schema drift shows it with the statements that undo it.",
  };
}

/** Who looks at the page wants it now. */
const moments = 1000;

function lockedOut(error: unknown): SchemaError {
  if (error instanceof SchemaError && error.code === "TABLE_LOCKED") return error;
  throw error;
}

const notSeen = ({ code, message }: SchemaError): Problem => ({
  kind: "drift",
  code,
  migration: "",
  message,
  hint: "Whether somebody changed the schema by hand is not known until then.",
});

function nobodyKnows(error: unknown): DriftItem[] {
  if (error instanceof SchemaError) return [];
  throw error;
}

const unknowable = () =>
  new SchemaError({
    code: "DRIFT_UNKNOWABLE",
    message:
      "What should be in the database is not known: a migration is applied of which there is no file, or one is applied in part.",
    hint: "Run schema status: it names them, with the way out.",
    exit: exitStatus.refused,
  });
