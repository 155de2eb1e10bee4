import type { Decorated } from "./sayings";
import { say } from "./sayings";

export interface RenamedFromSaying {
  readonly kind: "renamedFrom";
  readonly target: Decorated;
  /** The decorated property; null where a class is decorated. */
  readonly property: string | null;
  /** The old name; of an enum label where `to` is one. */
  readonly from: string;
  /** The new enum label; null where the table, view or column itself has a new name. */
  readonly to: string | null;
}

/** A decorator of a class or of a property. */
export type RenamedFromDecorator = (target: Decorated, property?: string | symbol) => void;

/**
 * What the entity's table, or the property's column, was called before: `@RenamedFrom("users")`,
 * `@RenamedFrom("old_schema.users")`. On an enum property, with both labels, what a label was called:
 * `@RenamedFrom("new", "open")`. It may stay in the code for ever.
 */
export function RenamedFrom(name: string): RenamedFromDecorator;
export function RenamedFrom(oldLabel: string, newLabel: string): RenamedFromDecorator;
export function RenamedFrom(from: string, to: string | null = null): RenamedFromDecorator {
  return (target: Decorated, property?: string | symbol): void =>
    property === undefined
      ? say({ kind: "renamedFrom", target, property: null, from, to })
      : say({ kind: "renamedFrom", target: target.constructor, property: String(property), from, to });
}
