import { newNameOf, withoutDetours } from "../../change";
import { type ObjectKind, pathOf } from "../../schema";
import { changesIn } from "../evidence";
import type { Rule } from "../rule";

/** What code calls by its name. */
const isSpokenOf: { readonly [K in ObjectKind]: boolean } = {
  namespace: true,
  extension: false,
  enum: true,
  sequence: false,
  table: true,
  column: true,
  primaryKey: false,
  unique: false,
  check: false,
  exclusion: false,
  foreignKey: false,
  index: false,
  view: true,
  materializedView: true,
};

export const renameBreaksCode: Rule = {
  code: "RENAME_BREAKS_CODE",
  severity: "warning",
  message: "Code that runs during the deploy knows the old name only, and fails from now on.",
  remedy:
    "Stop the old code first, or keep both names for a while: a view for a table, a second column for a column.",
  find: (evidence) => {
    const placed = changesIn(evidence);
    return withoutDetours(placed.map(({ change }) => change)).flatMap((change) => {
      if (change.action !== "rename" || !isSpokenOf[change.kind]) return [];
      const step = placed.find(({ change: { to } }) => to === change.to)?.step ?? 0;
      return [{ subject: pathOf(change.from), step, detail: `becomes ${newNameOf(change)}` }];
    });
  },
};
