import type { Decorated } from "./sayings";
import { say } from "./sayings";

export interface BackfillSaying {
  readonly kind: "backfill";
  readonly target: Decorated;
  readonly property: string;
  readonly expression: string;
}

/** What rows without a value get before the column becomes NOT NULL: `@Backfill("'active'")`. SQL over the row. */
export function Backfill(expression: string): PropertyDecorator {
  return (target, property) =>
    say({ kind: "backfill", target: target.constructor, property: String(property), expression });
}
