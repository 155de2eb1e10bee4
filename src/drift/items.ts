import { type Change, subjectOf } from "../change";
import { diff } from "../diff";
import type { Difference } from "../pipeline";
import { headlines, reviewOf } from "../report/review";
import { homeIds, type Id, idOf, isTableChild, type SchemaObject } from "../schema";

/** What somebody has done to an object, and what undoes it. */
export interface DriftItem {
  /** `+` added by hand, `-` taken away, `~` changed, `>` renamed. */
  readonly sign: "+" | "-" | "~" | ">";
  /** Its kind and its quoted, qualified name: `index:public.by_hand`. */
  readonly object: Id;
  /** `index public.users.by_hand (name)` */
  readonly text: string;
  /** The statements that undo it; they may need those of other objects before them. */
  readonly repair: readonly string[];
}

export function driftItems({ current, desired, up, down }: Difference): DriftItem[] {
  return headlines(diff(desired, current)).map((change) => {
    const object = idOf(subjectOf(change));
    const [reviewed] = reviewOf({
      title: "",
      changes: [change],
      up: down,
      down: up,
      before: desired,
      after: current,
      origins: new Map(),
      proof: null,
      hazards: [],
    }).changes;
    return {
      sign: reviewed?.sign ?? "~",
      object,
      text: reviewed?.text ?? object,
      repair: up.statements
        .filter((statement) => statement.changes.some(concerns(object)))
        .map(({ sql }) => sql),
    };
  });
}

/** What a table has comes and goes with it. */
function concerns(id: Id): (change: Change) => boolean {
  return (change) => {
    const object: SchemaObject = subjectOf(change);
    return idOf(object) === id || (isTableChild(object) && homeIds(object).includes(id));
  };
}
