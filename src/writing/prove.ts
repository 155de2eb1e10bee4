import { plannedMigration } from "../apply";
import { sayingWhere } from "../comparison/blamed";
import type { Difference } from "../comparison/difference";
import type { OpenScratch } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { hiddenLosses, refuseHidden } from "../hazards/data-loss";
import { type Migration, tablesMadeBy } from "../migrations";
import { type Proof, prove } from "../proof";
import { draftOf, type Writing } from "./writing";

/** The migration as its file will run: by its own text where a person has a hand in that, else by its plan. */
export async function runnable(
  configuration: Configuration,
  writing: Writing,
  { up, down }: Difference,
): Promise<Migration> {
  const { className, timestamp, byHand } = writing;
  return byHand ? draftOf(configuration, writing) : plannedMigration(className, timestamp, up, down);
}

/** Shows in a scratch database that it leads there and back, and destroys nothing that nobody has spoken of. */
export async function proveRunnable(
  configuration: Configuration,
  { migration, found, writing }: { migration: Migration; found: Difference; writing: Writing },
  open: OpenScratch,
): Promise<Proof> {
  const byHand = writing.byHand ? tablesMadeBy([migration], configuration.defaultSchema) : null;
  const proof = await sayingWhere(found.origins, async () =>
    prove(configuration, await open(), { ...found, migration, byHand }),
  );
  refuseHidden("up", hiddenLosses(proof.fates, found.up));
  refuseHidden("down", hiddenLosses(proof.fatesBack, found.down));
  return proof;
}
