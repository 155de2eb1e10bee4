import { replay } from "../apply";
import { type Footing, readAttachments, readCatalog, readFoundation } from "../catalog";
import { noAnswers } from "../change";
import type { Configuration } from "../config/configuration";
import { madeBy } from "../fingerprint";
import type { Migration } from "../migrations";
import { compare, type Difference } from "../pipeline";
import { type Database, type LiteralSettings, literalSettingsOf, type Session } from "../postgres";
import { withScratch } from "../proof";
import { applyFilters } from "../reconcile";
import type { Attachment, Schema } from "../schema";
import { placeExtensions } from "./place-extensions";

/** A database as it is. */
export interface Live {
  readonly schema: Schema;
  readonly foundation: readonly Footing[];
  readonly attachments: readonly Attachment[];
  /** Which PostgreSQL printed it. */
  readonly context: string;
  readonly literals: LiteralSettings;
  readonly version: number;
}

/** What a schema, which was read before, stands among. */
export async function liveAround(
  session: Session,
  { kind, version }: Pick<Database, "kind" | "version">,
  schema: Schema,
): Promise<Live> {
  return {
    schema,
    foundation: await readFoundation(session),
    attachments: await readAttachments(session),
    context: `${kind} ${version}`,
    literals: await literalSettingsOf(session),
    version,
  };
}

/**
 * What stands between a database and what its applied migrations make of an empty one: the ordinary difference, of what
 * migrations made. `up` leads from the database as it is to what it should be.
 *
 * @param applied in the order in which they were executed
 */
export async function findDrift(
  configuration: Configuration,
  live: Live,
  applied: readonly Migration[],
  scratch: string | null,
): Promise<Difference> {
  return withScratch(configuration.target, scratch, async (openScratch) => {
    const { session } = await openScratch();
    await replay(configuration, session, applied);
    await placeExtensions(session, await readCatalog(session), live.schema);
    const expected = await readCatalog(session);
    const filtered = applyFilters(live.schema, expected, configuration.filters);
    const described = {
      schema: filtered.described,
      origins: new Map(),
      // Of what entities cannot say, generate leaves alone what it finds.
      said: new Map(),
      left: new Set<never>(),
      answers: noAnswers,
    };
    const sources = {
      live: filtered.live,
      whole: live.schema,
      attachments: live.attachments,
      described,
      migrations: applied,
      made: madeBy(applied, configuration.defaultSchema),
      context: live.context,
      literals: live.literals,
      version: live.version,
      foundation: live.foundation,
    };
    return compare(configuration, sources, noAnswers, openScratch);
  });
}
