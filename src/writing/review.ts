import type { Difference } from "../comparison/difference";
import type { Configuration } from "../config/configuration";
import { schemaWayOf } from "../fingerprint";
import { acceptedIn, type Hazard, hazardsOf, levelsOf, refuseStopping, stepsOf } from "../hazards";
import { emptyReview, type Migration, type Review, titleOf } from "../migrations";
import type { Proof } from "../proof";
import { flagsOf } from "../renames";
import { reviewOf } from "../report/review";
import type { GenerateRequest } from "./generated";
import type { Inputs } from "./inputs";
import type { Writing } from "./writing";

interface Assessed {
  readonly migration: Migration;
  readonly found: Difference;
  readonly proof: Proof | null;
  readonly inputs: Inputs;
}

/** What is dangerous about it. Throws where the configuration lets none of that pass. */
export async function assessHazards(
  configuration: Configuration,
  { migration, found, proof, inputs }: Assessed,
  { acceptedHazards = new Map() }: GenerateRequest,
): Promise<readonly Hazard[]> {
  const hazards = hazardsOf(
    {
      steps: await stepsOf(found.up, proof?.up ?? null),
      before: found.current,
      after: found.desired,
      foundation: inputs.sources.foundation,
      attachments: inputs.sources.attachments,
      transaction: migration.transaction,
      planned: true,
    },
    levelsOf(configuration.hazards),
    new Map([...acceptedIn(inputs.amended?.source ?? ""), ...acceptedHazards]),
  );
  refuseStopping(hazards);
  return hazards;
}

interface Reviewed extends Omit<Assessed, "migration"> {
  readonly writing: Writing;
  readonly hazards: readonly Hazard[];
}

/** What the file's header tells. */
export function reviewFor(
  { defaultSchema }: Configuration,
  { writing, found, proof, hazards, inputs }: Reviewed,
): Review {
  const { up, down, changes, current: before, desired: after, origins } = found;
  const [first, second] = writing.files(emptyReview);
  const source = first?.text ?? "";
  const draft = second === undefined ? { source } : { source, scripts: { up: source, down: second.text } };
  return {
    answers: flagsOf(inputs.answers, found.decision, inputs.sources.described.answers),
    ...reviewOf({ title: titleOf(writing.slug), changes, up, down, before, after, origins, proof, hazards }),
    schema: schemaWayOf(before, after, inputs.migrations, draft, defaultSchema),
  };
}
