import type { Decorated } from "./sayings";
import { say } from "./sayings";

export interface UsingSaying {
  readonly kind: "using";
  readonly target: Decorated;
  readonly property: string;
  readonly expression: string;
}

/** How the column's old values become new ones when its type changes: `@Using("age::int")`. SQL over the old row. */
export function Using(expression: string): PropertyDecorator {
  return (target, property) =>
    say({ kind: "using", target: target.constructor, property: String(property), expression });
}
