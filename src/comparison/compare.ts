import { type Answers, type Change, joinAnswers, type Plan, type Statement, type Values } from "../change";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import type { Origin } from "../entities/desired";
import {
  guardStatements,
  homeStatements,
  planWay,
  precede,
  renameBackStatements,
  renameStatements,
  succeed,
  valuesBack,
  withoutLeftovers,
} from "../plan";
import { checkValues, withFoundation } from "../proof";
import { reconcile } from "../reconcile";
import { type Decision, decide, resolveValues, restoredValues, wantedValues, withinReach } from "../renames";
import { type Attachment, filterSchema, type Id, idOf, type Schema, type Unmanaged } from "../schema";
import { sayingWhere } from "./blamed";
import { pastAttachments } from "./bystanders";
import { type Settled, settle } from "./settle";
import type { OpenScratch, SourceOptions, Sources } from "./sources";

/** What stands between the database and the entities, and the way there and back. */
export interface Difference {
  readonly changes: readonly Change[];
  /** The part of the database that is ours, and what it shall become. */
  readonly current: Schema;
  readonly desired: Schema;
  readonly up: Plan;
  readonly down: Plan;
  /** Triggers, policies and rules that are taken down and put back on either way. */
  readonly attachments: readonly Attachment[];
  /** The confirmed renames, which `up` begins with, and what a person still has to say. */
  readonly decision: Decision;
  /** Where in the project each desired object is described. */
  readonly origins: ReadonlyMap<Id, Origin>;
  /** What no migration will touch; null when nobody asked. */
  readonly unmanaged: readonly Unmanaged[] | null;
}

export interface DifferenceOptions extends SourceOptions {
  /** What a person has said about renames and removals. */
  readonly answers?: Answers | undefined;
}

/** Both sources → comparable → confirmed renames → changes → statements, there and back. */
export async function compare(
  configuration: Configuration,
  sources: Sources,
  answers: Answers,
  open: OpenScratch,
): Promise<Difference> {
  const openScratch = withFoundation(open, sources.foundation);
  const { described } = sources;
  const { defaultSchema } = configuration;
  const said = joinAnswers(described.answers, answers);
  const decision = decideOn(said, sources, defaultSchema);
  const settled = await sayingWhere(described.origins, () =>
    settle(configuration, sources, decision, openScratch),
  );
  const { before, renamings, current, desired, changes } = settled;
  const { values, unused } = resolveValues(said, { current, desired, renamings, defaultSchema });
  if (values.usings.size + values.backfills.size > 0)
    await checkValues((await openScratch()).session, values, current, desired);
  const renames = renameStatements(renamings, before.current);
  const wanted =
    decision.questions.length > 0 ? [] : wantedValues(changes, current, values, decision.dropped);
  return {
    changes: [...renames.flatMap((statement) => statement.changes), ...changes],
    current: before.current,
    desired,
    ...bothWays(configuration, sources, settled, values, renames),
    decision: { ...decision, spent: [...decision.spent, ...unused], wanted },
    origins: described.origins,
    unmanaged: sources.unmanaged ?? null,
  };
}

/** What became of what is gone, as far as somebody has said. */
function decideOn(said: Answers, { live, described, made }: Sources, defaultSchema: string): Decision {
  const reach = withinReach(said, live, described.schema, defaultSchema);
  const sides = reconcile(live, described, new Set([...made, ...reach]), defaultSchema);
  // A schema that nothing describes stays. That it has a new name is for a person to say.
  const desired = filterSchema(
    sides.desired,
    (object) => object.kind !== "namespace" || described.schema.objects.has(idOf(object)),
  );
  return decide(said, { ...sides, desired }, defaultSchema);
}

/** Guards and renames come first; the way back undoes the renames last. */
function bothWays(
  { defaultSchema, strategy }: Configuration,
  { live, attachments: hanging, version }: Sources,
  { before, renamings, current, desired, changes }: Settled,
  values: Values,
  renames: readonly Statement[],
): Pick<Difference, "up" | "down" | "attachments"> {
  const manner = { strategy, version };
  const undone = { ...valuesBack(changes, values), restored: restoredValues(changes, current, desired) };
  const home = changes.length > 0 ? homeStatements(live, defaultSchema) : [];
  const guards = guardStatements(changes, current, desired, values, renamings);
  const guardsBack = guardStatements(diff(desired, current), desired, current, undone, []);
  const { up, down, attachments } = pastAttachments(
    { plan: planWay(current, desired, values, manner, diff), before: current, after: desired },
    { plan: planWay(desired, current, undone, manner, diff), before: desired, after: current },
    hanging,
    renamings,
  );
  const back = renameBackStatements(renamings, before.current, current);
  return {
    up: precede([...home, ...guards, ...renames], up),
    down: precede([...withoutLeftovers(up), ...guardsBack], succeed(down, back)),
    attachments,
  };
}
