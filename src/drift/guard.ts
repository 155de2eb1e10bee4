import { defaultWait, type Moment, type SchemaGuard, type Verdict } from "../apply";
import { readCatalog } from "../catalog";
import type { Configuration } from "../config/configuration";
import { exitStatus, SchemaError } from "../errors";
import { partMadeBy, structureOf, wholeOf } from "../fingerprint";
import type { Migration } from "../migrations";
import type { Database, Session } from "../postgres";
import { applyFilters } from "../reconcile";
import { emptySchema, type Schema } from "../schema";
import { findDrift, liveAround } from "./find";
import { driftItems } from "./items";

export interface GuardOptions {
  /** Go on though the database has drifted. */
  readonly allowDrift?: boolean | undefined;
  /** The URL of a server to make the scratch database on. */
  readonly scratch?: string | undefined;
  readonly onWarning?: ((message: string) => void) | undefined;
  /** How long to wait for locks that others hold on tables, in milliseconds. */
  readonly wait?: number | undefined;
}

/**
 * Reads the catalog once before a run and once after it. Only where that is not what it should be, the migrations are
 * replayed and compared: then it is known whether somebody changed the schema, or only the spelling is another.
 */
export function guardOf(
  configuration: Configuration,
  database: Pick<Database, "kind" | "version">,
  { allowDrift = false, scratch, onWarning, wait = defaultWait }: GuardOptions,
): SchemaGuard {
  let allowed: string | null = null;

  const look = async (session: Session, applied: readonly Migration[]) => {
    const whole = await readCatalog(session, { patience: wait });
    return { whole, own: ownPart(configuration, whole, applied) };
  };

  /** In words, null where nothing is different, or nobody can tell. */
  const compareAll = async (
    session: Session,
    whole: Schema,
    applied: readonly Migration[],
  ): Promise<string | null> => {
    try {
      const live = await liveAround(session, database, whole);
      const items = driftItems(await findDrift(configuration, live, applied, scratch ?? null));
      return items.length === 0 ? null : items.map(({ sign, text }) => `  ${sign} ${text}`).join("\n");
    } catch (error) {
      if (!(error instanceof SchemaError)) throw error;
      onWarning?.(
        `The schema is another one than after the last run. Whether it has drifted is not known, since the migrations cannot be replayed: ${firstLine(error.message)}`,
      );
      return null;
    }
  };

  const judge = (drift: string | null, refuse: (drift: string) => SchemaError): void => {
    if (drift === null) return;
    if (!allowDrift) throw refuse(drift);
    allowed = drift;
    onWarning?.(`The database is not what its migrations lead to, which is allowed:\n${drift}`);
  };

  return {
    async before(session, moment) {
      const { applied, unknowable } = moment;
      if (applied.length === 0 || unknowable) return;
      const { whole, own } = await look(session, applied);
      if (isAsExpected(own, moment) || beginsHere(own, moment)) return;
      judge(await compareAll(session, whole, applied), drifted);
    },
    async after(session, { applied, range }): Promise<Verdict> {
      const all = [...applied, ...range];
      const { whole, own } = await look(session, all);
      const to = range.at(-1)?.schema?.to;
      if (allowed === null && to !== undefined && to !== structureOf(own))
        judge(await compareAll(session, whole, all), ledElsewhere);
      return { fingerprint: wholeOf(own), drift: allowed };
    },
    async isUntouched(session, moment) {
      return isUntouched((await look(session, moment.applied)).own, moment);
    },
    async fingerprint(session, applied) {
      return wholeOf((await look(session, applied)).own);
    },
  };
}

export function ownPart(
  { defaultSchema, filters }: Configuration,
  live: Schema,
  applied: readonly Migration[],
): Schema {
  return partMadeBy(applyFilters(live, emptySchema, filters).live, applied, defaultSchema);
}

/** As the last run left it, which has looked. */
export function isUntouched(own: Schema, { verified }: Pick<Moment, "verified">): boolean {
  return verified !== null && verified === wholeOf(own);
}

/** As it was left; where nobody wrote that down, as the migrations say; where those say nothing, as it is. */
export function isAsExpected(own: Schema, { applied, range, verified }: Moment): boolean {
  if (verified !== null) return verified === wholeOf(own);
  const said = applied.at(-1)?.schema?.to ?? range[0]?.schema?.from;
  return said === undefined || said === structureOf(own);
}

/** The next migration was generated for what somebody changed: it begins there, and not where the last one led. */
function beginsHere(own: Schema, { applied, range }: Moment): boolean {
  const from = range[0]?.schema?.from;
  const to = applied.at(-1)?.schema?.to;
  return from !== undefined && to !== undefined && from !== to && from === structureOf(own);
}

function drifted(drift: string): SchemaError {
  return new SchemaError({
    code: "DRIFT",
    message: `The database is not what its migrations lead to; somebody changed it (+ added, - taken away, ~ changed):\n${drift}\nNothing was done.`,
    hint: "schema drift shows it with the statements that undo it. Undo it, or make it a migration; --allow-drift goes on as it is.",
    exit: exitStatus.refused,
  });
}

function ledElsewhere(drift: string): SchemaError {
  return new SchemaError({
    code: "DRIFT",
    message: `All of it is applied, but the database is not what the migrations lead to (+ added, - taken away, ~ changed):\n${drift}`,
    hint: "Somebody changed it meanwhile. schema drift shows it with the statements that undo it.",
    exit: exitStatus.refused,
  });
}

const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";
