import { type Change, invert, type Renaming, rekey, renamedIds, type Statement } from "../change";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import { type Bystanders, bystandersOf, noBystanders, renameStatements } from "../plan";
import { followInViews, renamedBy, settleSpelling } from "../proof";
import { type Comparable, reconcile, withBystanders } from "../reconcile";
import { type Decision, spokenOf } from "../renames";
import { type Id, listOf, qualify, quoteIdentifier, relationKinds, type Schema } from "../schema";
import { sayingWhere } from "./blamed";
import { refuseBlocked, refusePartitionKeys } from "./bystanders";
import { type OpenScratch, printersOf, type Sources } from "./sources";

/** Both schemas in the same words and under the same names, and what still stands between them. */
export interface Settled {
  /** Under the names that the database has now. */
  readonly before: Comparable;
  readonly renamings: readonly Renaming[];
  /** What carries them out. */
  readonly renames: readonly Statement[];
  readonly current: Schema;
  readonly desired: Schema;
  readonly changes: readonly Change[];
}

/** Carries out what was decided, finds the changes, and takes in whoever they cannot be made without touching. */
export async function settle(
  configuration: Configuration,
  sources: Sources,
  decision: Decision,
  openScratch: OpenScratch,
): Promise<Settled> {
  return sayingWhere(sources.described.origins, () =>
    settleAll(configuration, sources, decision, openScratch),
  );
}

async function settleAll(
  configuration: Configuration,
  sources: Sources,
  decision: Decision,
  openScratch: OpenScratch,
): Promise<Settled> {
  const among = (bystanders: Bystanders) =>
    settleAmong(bystanders, configuration, sources, decision, openScratch);
  const alone = await among(noBystanders);
  if (decision.questions.length > 0) return alone;
  const bystanders = bystandersOf(sources.whole, sources.attachments, alone, {
    strategy: configuration.strategy,
    version: sources.version,
  });
  refuseBlocked(bystanders.blocked);
  refusePartitionKeys(alone.changes, alone.current, alone.desired);
  return bystanders.standing.size + bystanders.leaving.size === 0 ? alone : among(bystanders);
}

async function settleAmong(
  { standing, leaving, renamings: known }: Bystanders,
  configuration: Configuration,
  { live, whole, described, made, context, literals }: Sources,
  decision: Decision,
  openScratch: OpenScratch,
): Promise<Settled> {
  const ids = renamedIds(whole, known);
  const lasting = new Set([...standing].map((id) => ids.get(id) ?? id));
  const compared = (side: Schema, all: Schema, wanted: Schema, those: ReadonlySet<Id>, ours: Ours) => {
    const sides = withBystanders({ live: side, described: wanted }, all, those);
    return reconcile(
      sides.live,
      { ...described, schema: sides.described },
      ours,
      configuration.defaultSchema,
    );
  };
  const before = compared(
    live,
    whole,
    rekey(described.schema, known.toReversed().map(invert)),
    standing,
    new Set([...made, ...spokenOf(decision, described.schema), ...leaving]),
  );
  const again: Compared = (side, ours) => compared(side, side, described.schema, lasting, ours);
  const { renamings, ...renamed } = await rename(before, decision, again, openScratch);
  const { current, desired } = await settleSpelling(
    renamed,
    printersOf(configuration, { context, literals }, openScratch),
  );
  const renames = renameStatements(renamings, before.current);
  return { before, renamings, renames, current, desired, changes: diff(current, desired) };
}

/** Qualified names of the tables, views and indexes that are ours beside those of the entities. */
type Ours = ReadonlySet<string>;

/** Compares the database as it is after the renames with the entities. */
type Compared = (side: Schema, ours: Ours) => Comparable;

/** The current schema as it is called after the renames, compared with the entities once more. */
async function rename(
  before: Comparable,
  { renamings }: Decision,
  compared: Compared,
  openScratch: OpenScratch,
): Promise<Comparable & { readonly renamings: readonly Renaming[] }> {
  if (renamings.length === 0) return { ...before, renamings };
  const { session } = await openScratch();
  const renamedAs = async (all: readonly Renaming[]) => {
    const renamed = await renamedBy(session, before.current, renameStatements(all, before.current));
    return compared(renamed, namesOf(renamed));
  };
  const renamed = await renamedAs(renamings);
  const followers = await followInViews(session, renamings, renamed.current, renamed.desired);
  if (followers.length === 0) return { ...renamed, renamings };
  const all = [...renamings, ...followers];
  return { ...(await renamedAs(all)), renamings: all };
}

/** All of it is ours: it was left out before if it was not. */
function namesOf(schema: Schema): ReadonlySet<string> {
  const kinds = [...relationKinds, "index"] as const;
  return new Set([
    ...listOf(schema, "namespace").map(({ name }) => quoteIdentifier(name)),
    ...kinds.flatMap((kind) => listOf(schema, kind)).map(({ schema: home, name }) => qualify(home, name)),
  ]);
}
