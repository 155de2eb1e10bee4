import { noAnswers } from "./change";
import { compare, type Difference, type DifferenceOptions } from "./comparison/compare";
import { type OpenScratch, readSources } from "./comparison/sources";
import type { Configuration } from "./config/configuration";
import { lossesOf } from "./hazards/data-loss";
import { lockWith } from "./migrations";
import { withFoundation, withScratch } from "./proof";
import type { Generated, GenerateOptions } from "./writing/generated";
import { type Ground, readGround, writingOf } from "./writing/ground";
import { judge, reviewed } from "./writing/judge";
import { runnable, show } from "./writing/show";
import { lockedAs, write } from "./writing/writing";

export { compare, type Difference, type DifferenceOptions } from "./comparison/compare";
export type { Generated, GenerateOptions } from "./writing/generated";

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
  options: GenerateOptions = {},
): Promise<Generated> {
  return withScratch(configuration.target, options.scratch ?? null, async (openScratch) =>
    generateOn(configuration, await readGround(configuration, options, openScratch), options, openScratch),
  );
}

/** The same of what is read already. */
export async function generateOn(
  configuration: Configuration,
  ground: Ground,
  options: GenerateOptions,
  openScratch: OpenScratch,
): Promise<Generated> {
  const found = await compare(configuration, ground.sources, ground.answers, openScratch);
  const standstill = standstillOf(found, ground, options);
  if (standstill !== null) return standstill;
  const writing = writingOf(configuration, ground, found, options);
  const migration = await runnable(configuration, writing, found);
  const open = withFoundation(openScratch, ground.sources.foundation);
  const proof =
    options.proof === false ? null : await show(configuration, { migration, found, writing }, open);
  const hazards = await judge(configuration, { migration, found, proof, ground }, options);
  const files = writing.files(reviewed(configuration, { writing, found, proof, hazards, ground }));
  const { directory } = configuration.migrations;
  const lock = lockWith(ground.lock, directory, ground.migrations, lockedAs(files));
  const { className, fileName, replaces } = writing;
  const written = options.dryRun ? [] : await write(configuration, { files, lock, replaces });
  const text = files.map((each) => each.text).join("\n");
  const shape = { className, fileName, text, files, replaces, lock };
  return { status: "generated", file: written[0] ?? null, ...shape, difference: found, proof, hazards };
}

/** Why nothing can be written, or need not be; null where something can. */
function standstillOf(
  found: Difference,
  { amended }: Ground,
  { acceptDataLoss }: GenerateOptions,
): Generated | null {
  if (found.changes.length === 0)
    return amended ? { status: "superfluous", file: amended.file } : { status: "nothing" };
  const { questions, wanted, dropped } = found.decision;
  if (questions.length + wanted.length > 0) return { status: "needs-decision", difference: found };
  const losses = lossesOf(found.up).filter(({ kind, path }) => !dropped.has(`${kind} ${path}`));
  return losses.length > 0 && !acceptDataLoss ? { status: "refused", losses, difference: found } : null;
}

/** Writes what a dry run gave. */
export async function writeGenerated(
  configuration: Configuration,
  result: Extract<Generated, { status: "generated" }>,
): Promise<Generated> {
  const [file = null] = await write(configuration, result);
  return { ...result, file };
}
