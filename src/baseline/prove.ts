import { replay } from "../apply";
import { readCatalog } from "../catalog";
import type { Plans } from "../change";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import type { Migration } from "../migrations";
import type { Proof, Scratch } from "../proof";
import { type FailedPlan, proofFailed } from "../proof/failure";
import { joinSchemas, quoteIdentifier, type Schema } from "../schema";

export interface BaselineClaim extends Plans {
  /** What the database that was read has of it. */
  readonly found: Schema;
  readonly migration: Migration;
}

/** Shows in an empty scratch database that the migration makes what was found elsewhere, and takes it away again. */
export async function proveBaseline(
  configuration: Configuration,
  { session, label, version }: Scratch,
  { found, up, down, migration }: BaselineClaim,
): Promise<Proof> {
  const { root, defaultSchema } = configuration;
  if (defaultSchema !== "public")
    await session.query(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(defaultSchema)}`);
  const start = await readCatalog(session);
  const fail = async (failure: Pick<FailedPlan, "direction"> & Partial<FailedPlan>) =>
    proofFailed(root, {
      current: start,
      desired: found,
      up,
      down,
      scratch: { label },
      changes: [],
      error: null,
      byHand: null,
      ...failure,
    });
  // The schemas that are there before are as they are, comments included.
  const goal = joinSchemas(found, start);
  for (const [direction, expected] of [
    ["up", goal],
    ["down", start],
  ] as const) {
    try {
      await replay(configuration, session, [migration], direction);
    } catch (error) {
      throw await fail({ direction, error });
    }
    const changes = diff(expected, await readCatalog(session));
    if (changes.length > 0) throw await fail({ direction, changes });
  }
  const nothing = { up: [], down: [], unproved: [], passedOver: [], beyond: 0, fates: [], fatesBack: [] };
  return { scratch: label, version, ...nothing };
}
