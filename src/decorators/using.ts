import type { Decorated } from "./sayings";
import { say } from "./sayings";

export interface UsingSaying {
  readonly kind: "using";
  readonly target: Decorated;
  readonly property: string;
  readonly expression: string;
  /** How new values become old ones again; null where that was not said. */
  readonly back: string | null;
}

/**
 * How the column's old values become new ones when its type changes: `@Using("age::int")`. SQL over the old row.
 *
 * @param back how new values become old ones when that is rolled back, where PostgreSQL has no cast or not the right one:
 * `@Using("CASE age WHEN 1 THEN 'young' ELSE 'old' END::stage", "CASE age WHEN 'young' THEN 1 ELSE 2 END")`
 */
export function Using(expression: string, back?: string): PropertyDecorator {
  return (target, property) =>
    say({
      kind: "using",
      target: target.constructor,
      property: String(property),
      expression,
      back: back ?? null,
    });
}
