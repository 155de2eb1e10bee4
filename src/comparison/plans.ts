import type { Values } from "../change";
import type { Configuration } from "../config/configuration";
import { diff } from "../diff";
import {
  guardStatements,
  homeStatements,
  planWay,
  precede,
  renameBackStatements,
  succeed,
  valuesBack,
  withoutLeftovers,
} from "../plan";
import { attachmentsRenamedBy } from "../proof";
import { restoredValues } from "../renames";
import { pastAttachments } from "./bystanders";
import type { Difference } from "./difference";
import type { Settled } from "./settle";
import type { OpenScratch, Sources } from "./sources";

/** Guards and renames come first, so that a guard that fails has nothing before it; the way back undoes the renames last. */
export async function plansOf(
  { defaultSchema, strategy }: Configuration,
  { live, attachments: hanging, version }: Sources,
  { before, renamings, renames, current, desired, changes }: Settled,
  values: Values,
  openScratch: OpenScratch,
): Promise<Pick<Difference, "up" | "down" | "attachments">> {
  const manner = { strategy, version };
  const undone = { ...valuesBack(changes, values), restored: restoredValues(changes, current, desired) };
  const home = changes.length > 0 ? homeStatements(live, defaultSchema) : [];
  const guards = guardStatements(changes, current, desired, values, renamings);
  const guardsBack = guardStatements(diff(desired, current), desired, current, undone, []);
  const { up, down, attachments } = await pastAttachments(
    { plan: planWay(current, desired, values, manner, diff), before: current, after: desired },
    { plan: planWay(desired, current, undone, manner, diff), before: desired, after: current },
    hanging,
    renamings,
    async (texts) => attachmentsRenamedBy((await openScratch()).session, before.current, texts, renames),
  );
  const back = renameBackStatements(renamings, before.current, current);
  return {
    up: precede([...home, ...guards, ...renames], up),
    down: precede([...guardsBack, ...withoutLeftovers(up)], succeed(down, back)),
    attachments,
  };
}
