import { type Answers, joinAnswers, noAnswers, withoutDetours } from "./change";
import { decideOn } from "./comparison/decide";
import type { Difference, DifferenceOptions } from "./comparison/difference";
import { plansOf } from "./comparison/plans";
import { settle } from "./comparison/settle";
import { type OpenScratch, readSources, type Sources } from "./comparison/sources";
import { valuesIn } from "./comparison/values";
import type { Configuration } from "./config/configuration";
import { lockWith } from "./migrations";
import { withFoundation, withScratch } from "./proof";
import { heardOf, wantedValues, withIdle } from "./renames";
import type { Generated, GenerateRequest, Ready } from "./writing/generated";
import { type Inputs, readInputs, writingOf } from "./writing/inputs";
import { proveRunnable, runnable } from "./writing/prove";
import { assessHazards, reviewFor } from "./writing/review";
import { standstillOf } from "./writing/standstill";
import { write } from "./writing/write";
import { lockedAs } from "./writing/writing";

export type { Difference, DifferenceOptions } from "./comparison/difference";
export type { Generated, GenerateRequest } from "./writing/generated";

/** Finds what stands between the database and the entities. Changes nothing anywhere. */
export async function difference(
  configuration: Configuration,
  options: DifferenceOptions = {},
): Promise<Difference> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const sources = await readSources(configuration, options, openScratch);
    return compare(configuration, sources, options.answers ?? noAnswers, openScratch);
  });
}

/** Finds the difference, proves the way there and back in a scratch database, and writes it as a migration. */
export async function generate(
  configuration: Configuration,
  options: GenerateRequest = {},
): Promise<Generated> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) => {
    const inputs = await readInputs(configuration, options, openScratch);
    return generateFrom(configuration, inputs, options, openScratch);
  });
}

/** Both sources → confirmed renames → comparable → changes → statements, there and back. */
export async function compare(
  configuration: Configuration,
  sources: Sources,
  answers: Answers,
  open: OpenScratch,
): Promise<Difference> {
  const openScratch = withFoundation(open, sources.foundation);
  const said = joinAnswers(sources.described.answers, answers);
  const decision = decideOn(said, sources, configuration.defaultSchema);
  const settled = await settle(configuration, sources, decision, openScratch);
  const { before, renames, current, desired, changes } = settled;
  const { values, ...idle } = await valuesIn(heardOf(said, decision), settled, configuration, openScratch);
  const isOpen = decision.questions.length > 0;
  const wanted = isOpen ? [] : wantedValues(changes, current, values, decision.dropped);
  return {
    changes: [...withoutDetours([...new Set(renames.flatMap((statement) => statement.changes))]), ...changes],
    current: before.current,
    desired,
    ...(await plansOf(configuration, sources, settled, values, openScratch)),
    decision: { ...withIdle(decision, idle), wanted },
    origins: sources.described.origins,
    unmanaged: sources.unmanaged ?? null,
  };
}

/** Difference → proof → hazards → review → file. */
export async function generateFrom(
  configuration: Configuration,
  inputs: Inputs,
  options: GenerateRequest,
  open: OpenScratch,
): Promise<Generated> {
  const { sources, answers } = inputs;
  const found = await compare(configuration, sources, answers, open);
  const standstill = standstillOf(found, inputs, options);
  if (standstill !== null) return standstill;
  const writing = writingOf(configuration, inputs, found, options);
  const migration = await runnable(configuration, writing, found);
  const openScratch = withFoundation(open, sources.foundation);
  const proof =
    options.proof === false
      ? null
      : await proveRunnable(configuration, { migration, found, writing }, openScratch);
  const hazards = await assessHazards(configuration, { migration, found, proof, inputs }, options);
  const files = writing.files(reviewFor(configuration, { writing, found, proof, hazards, inputs }));
  const lock = lockWith(inputs.lock, configuration.migrations.directory, inputs.migrations, lockedAs(files));
  const { className, fileName, replaces } = writing;
  const text = files.map((each) => each.text).join("\n");
  const shape = { className, fileName, text, files, replaces, lock };
  const ready: Ready = { status: "generated", file: null, ...shape, difference: found, proof, hazards };
  return options.dryRun ? ready : writeGenerated(configuration, ready);
}

/** Writes what a dry run gave. */
export async function writeGenerated(configuration: Configuration, ready: Ready): Promise<Generated> {
  const [file = null] = await write(configuration, ready);
  return { ...ready, file };
}
