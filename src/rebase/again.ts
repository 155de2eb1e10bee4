import { basename, dirname, join } from "node:path";
import type { OpenScratch, Sources } from "../comparison/sources";
import type { Configuration } from "../config/configuration";
import { SchemaError } from "../errors";
import { schemaWayOf } from "../fingerprint";
import {
  checksumOf,
  emptyReview,
  leadingElsewhere,
  loadDraft,
  type Migration,
  rewriteMigration,
  type SchemaWay,
  sqlMigration,
  titleOf,
} from "../migrations";
import { generateFrom } from "../pipeline";
import { rememberedAnswers } from "../renames";
import { amendedWriting } from "../writing/amended";
import { type FileText, lockedAs } from "../writing/writing";
import type { Filed } from "./choose";

/**
 * A migration written again for what stands between the migrations before it and the schema that it shall lead to, with
 * what a person wrote in its places. Throws where that needs a person.
 */
export async function writtenAgain(
  configuration: Configuration,
  migration: Filed,
  sources: Sources,
  openScratch: OpenScratch,
): Promise<Filed> {
  const inputs = {
    sources,
    migrations: sources.migrations,
    // It is written when all of them are settled.
    lock: null,
    amended: migration,
    answers: rememberedAnswers(migration.source),
  };
  // What its reviewers have accepted.
  const acceptDataLoss = migration.source.includes("Going up destroys, as accepted:");
  const result = await generateFrom(configuration, inputs, { acceptDataLoss, dryRun: true }, openScratch);
  switch (result.status) {
    case "generated":
      return put(configuration, migration, result.files);
    case "nothing":
    case "superfluous":
      return put(configuration, migration, emptied(migration, sources, configuration));
    case "needs-decision":
      throw undecided(migration, "a person has to say what became of what is gone");
    case "refused":
      throw undecided(migration, `it would destroy ${result.losses.map(({ path }) => path).join(", ")}`);
  }
}

/** What the others have done already. What a person wrote in its places is kept. */
function emptied(
  migration: Filed,
  { live, migrations }: Sources,
  { defaultSchema }: Configuration,
): readonly FileText[] {
  const nothing = { statements: [], transaction: true };
  const writing = amendedWriting(migration, { up: nothing, down: nothing }, {});
  const schema = schemaWayOf(live, live, migrations, { source: "" }, defaultSchema);
  const title = `${titleOf(writing.slug)}: the migrations before it do so already`;
  return writing.files({ ...emptyReview, title, schema });
}

/** The same migration, saying truly which schemas it leads from and to. */
export async function restated(migration: Filed, way: SchemaWay): Promise<Filed> {
  const { schema, scripts, source, file } = migration;
  if (schema === null || (schema.from === way.from && schema.to === way.to)) return migration;
  const text = leadingElsewhere(source, way);
  await rewriteMigration(file, dirname(file), basename(file), text);
  return scripts === undefined
    ? { ...migration, source: text, checksum: checksumOf(text), schema: way }
    : { ...sqlMigration(file, { ...scripts, up: text }), file };
}

/** Writes the files and gives the migration that they are. */
async function put(
  configuration: Configuration,
  { file, timestamp, name }: Filed,
  files: readonly FileText[],
): Promise<Filed> {
  const directory = dirname(file);
  for (const { fileName, text } of files)
    await rewriteMigration(join(directory, fileName), directory, fileName, text);
  const [up, down] = files;
  if (up === undefined) throw new Error("a migration has a file");
  const made: Migration =
    down === undefined
      ? await loadDraft(configuration, { ...up, className: name, timestamp })
      : sqlMigration(file, { up: up.text, down: down.text });
  return { ...made, file, checksum: lockedAs(files).checksum };
}

const undecided = ({ name }: Migration, why: string) =>
  new SchemaError({
    code: "REBASE_UNDECIDED",
    message: `${name} cannot be written again by itself: ${why}.`,
    hint: "Run schema generate --amend --from migrations.",
  });
