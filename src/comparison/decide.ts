import type { Answers } from "../change";
import { reconcile } from "../reconcile";
import { type Decision, decide, recordedRenames, withinReach } from "../renames";
import { filterSchema, idOf } from "../schema";
import type { Sources } from "./sources";

/** What became of what is gone, as far as somebody has said. */
export function decideOn(
  said: Answers,
  { live, described, made, migrations }: Sources,
  defaultSchema: string,
): Decision {
  const reach = withinReach(said, live, described.schema, defaultSchema);
  const sides = reconcile(live, described, new Set([...made, ...reach]), defaultSchema);
  // A schema that nothing describes stays. That it has a new name is for a person to say.
  const desired = filterSchema(
    sides.desired,
    (object) => object.kind !== "namespace" || described.schema.objects.has(idOf(object)),
  );
  return decide(said, { ...sides, desired, recorded: recordedRenames(said, migrations) }, defaultSchema);
}
