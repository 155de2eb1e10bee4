import { type Direction, replay } from "../apply";
import { readCatalog } from "../catalog";
import type { Change, Plans } from "../change";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import { SchemaError } from "../errors";
import { copiesIn } from "../hazards/data-loss";
import type { Migration } from "../migrations";
import { attachmentSql } from "../plan";
import { reconcile } from "../reconcile";
import { type Attachment, listOf, type Schema } from "../schema";
import { build, printedBy } from "./build";
import { type StatementCost, withoutPartitions } from "./costs";
import { type FailedPlan, proofFailed } from "./failure";
import { type ColumnFate, fatesBetween, identifyColumns } from "./fates";
import { observerOver } from "./observer";
import { partOf, reachOf } from "./reach";
import { requireExtensions } from "./require-extensions";
import type { Scratch } from "./scratch";

/** What was shown in the scratch database before the file was written. */
export interface Proof {
  /** `PostgreSQL 15.18, temporary database` */
  readonly scratch: string;
  /** `server_version_num` */
  readonly version: number;
  /** What each statement did to tables that existed before. */
  readonly up: readonly StatementCost[];
  readonly down: readonly StatementCost[];
  /** What the schema leans on and the scratch did not have: `function public.f(t)`. */
  readonly unproved: readonly string[];
  /** Statements written by hand that were not run, for they are about the whole server: `ALTER DATABASE shop`. */
  readonly passedOver: readonly string[];
  /** How many tables no statement could reach, which were not built. */
  readonly beyond: number;
  /** What `up` made of every column of the others. */
  readonly fates: readonly ColumnFate[];
  /** What `down` then made of every column that was there after `up`. */
  readonly fatesBack: readonly ColumnFate[];
}

export interface Claim extends Plans {
  readonly current: Schema;
  readonly desired: Schema;
  /** The triggers, policies and rules that the plans take down and put back. */
  readonly attachments: readonly Attachment[];
  /** The same as it will be run, with whatever a person has added. */
  readonly migration: Migration;
  /** Qualified names of the tables that it makes, where a person has a hand in it; null where nobody has. */
  readonly byHand: ReadonlySet<string> | null;
}

/**
 * Shows in an empty scratch database that current + up is desired, and that down leads back, run just as `apply` and
 * `rollback` would. Throws `PROOF_FAILED` with the difference when it does not: then nothing may be written.
 */
export async function prove(configuration: Configuration, scratch: Scratch, whole: Claim): Promise<Proof> {
  const { session } = scratch;
  const claim = whole.byHand === null ? withinReach(whole) : whole;
  const { current, desired, migration } = claim;
  const observer = observerOver(session);
  const fail = async (failure: Pick<FailedPlan, "direction"> & Partial<FailedPlan>) =>
    proofFailed(configuration.root, { ...claim, scratch, changes: [], error: null, ...failure });
  const run = async (direction: Direction, expected: Schema): Promise<readonly StatementCost[]> => {
    try {
      await replay(configuration, observer.session, [observer.watch(migration)], direction);
    } catch (error) {
      throw await fail({ direction, error });
    }
    const changes = differing(configuration, claim, expected, await readCatalog(session));
    if (changes.length > 0) throw await fail({ direction, changes });
    return withoutPartitions(observer.statements, current);
  };

  await requireExtensions(scratch, current, desired);
  const goal = await printedBy(session, desired).catch(lacking(scratch));
  await build(session, current).catch(lacking(scratch));
  for (const sql of claim.attachments.flatMap((each) => attachmentSql(each).create))
    await session.query(sql).catch(lacking(scratch));
  const start = await readCatalog(session);
  const columns = await identifyColumns(session);
  const up = await run("up", goal);
  const between = await identifyColumns(session);
  const fates = fatesBetween(columns, between, copiesIn(claim.up));
  const down = await run("down", start);
  const fatesBack = fatesBetween(between, await identifyColumns(session), copiesIn(claim.down));
  const beyond = tablesIn(whole.current) - tablesIn(current);
  const unproved = scratch.uncarried.filter(({ leaned }) => leaned).map(({ name }) => name);
  const { label, version } = scratch;
  const passedOver = [...new Set(scratch.passedOver)];
  return { scratch: label, version, unproved, passedOver, beyond, up, down, fates, fatesBack };
}

/** What the statements cannot reach need not be built. What a person wrote may reach anything. */
function withinReach(claim: Claim): Claim {
  const { current, desired, up, down, attachments } = claim;
  const putBack = attachments.flatMap((each) =>
    attachmentSql(each).create.map((sql) => ({ sql, changes: [] })),
  );
  const reached = reachOf([...up.statements, ...down.statements, ...putBack], current, desired);
  return { ...claim, current: partOf(current, reached), desired: partOf(desired, reached) };
}

const tablesIn = (schema: Schema) => listOf(schema, "table").length;

/** What differs; of what a person wrote, that which no entity could say is theirs. */
function differing(
  { defaultSchema }: Configuration,
  { byHand }: Claim,
  expected: Schema,
  found: Schema,
): Change[] {
  if (byHand === null) return diff(expected, found);
  const { current, desired } = reconcile(found, { schema: expected, said: new Map() }, byHand, defaultSchema);
  return diff(desired, current);
}

/** What cannot be built without something that could not be carried along is no fault of the plan. */
function lacking({ uncarried }: Scratch): (cause: unknown) => never {
  return (cause) => {
    if (uncarried.length === 0) throw cause;
    throw new SchemaError({
      code: "SCRATCH_LACKS_OBJECTS",
      message: `The schema cannot be built in the scratch database, where this could not be made: ${uncarried.map(({ name }) => name).join(", ")}. ${cause instanceof Error ? cause.message : ""} Nothing was written.`,
      hint: "Name a server that has what it needs with --scratch URL, or leave the proof out with --no-proof.",
      cause,
    });
  };
}
