import type { Difference } from "../comparison/compare";
import type { Configuration } from "../config/configuration";
import { schemaWayOf } from "../fingerprint";
import { acceptedIn, type Hazard, hazardsOf, levelsOf, refuseStopping, stepsOf } from "../hazards";
import { emptyReview, type Migration, type Review, titleOf } from "../migrations";
import type { Proof } from "../proof";
import { flagsOf } from "../renames";
import { reviewOf } from "../report/review";
import type { GenerateOptions } from "./generated";
import type { Ground } from "./ground";
import type { Writing } from "./writing";

interface Judged {
  readonly migration: Migration;
  readonly found: Difference;
  readonly proof: Proof | null;
  readonly ground: Ground;
}

/** What is dangerous about it. Throws where the configuration lets none of that pass. */
export async function judge(
  configuration: Configuration,
  { migration, found, proof, ground }: Judged,
  { acceptedHazards = new Map() }: GenerateOptions,
): Promise<readonly Hazard[]> {
  const hazards = hazardsOf(
    {
      steps: await stepsOf(found.up, proof?.up ?? null),
      before: found.current,
      after: found.desired,
      transaction: migration.transaction,
      planned: true,
    },
    levelsOf(configuration.hazards),
    new Map([...acceptedIn(ground.amended?.source ?? ""), ...acceptedHazards]),
  );
  refuseStopping(hazards);
  return hazards;
}

interface Reviewed extends Omit<Judged, "migration"> {
  readonly writing: Writing;
  readonly hazards: readonly Hazard[];
}

/** What the file's header tells. */
export function reviewed(
  { defaultSchema }: Configuration,
  { writing, found, proof, hazards, ground }: Reviewed,
): Review {
  const { up, down, changes, current: before, desired: after, origins } = found;
  const [first, second] = writing.files(emptyReview);
  const source = first?.text ?? "";
  const draft = second === undefined ? { source } : { source, scripts: { up: source, down: second.text } };
  return {
    answers: flagsOf(ground.answers),
    ...reviewOf({ title: titleOf(writing.slug), changes, up, down, before, after, origins, proof, hazards }),
    schema: schemaWayOf(before, after, ground.migrations, draft, defaultSchema),
  };
}
