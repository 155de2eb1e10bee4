import type { BackfillSaying } from "./backfill";
import type { ExtensionSaying } from "./extension";
import type { RenamedFromSaying } from "./renamed-from";
import type { SqlIndexSaying } from "./sql-index";
import type { TableOptionsSaying } from "./table-options";
import type { UsingSaying } from "./using";

/** What decorators of this package have said, as plain data. */
export type Saying =
  | SqlIndexSaying
  | ExtensionSaying
  | TableOptionsSaying
  | RenamedFromSaying
  | UsingSaying
  | BackfillSaying;

/** An entity's class, an `EntitySchema`, or a class that entities extend or embed. */
export type Decorated = object;

/** A decorator of a class, that may be called with an `EntitySchema` as well. */
export type EntityDecorator = (target: Decorated) => void;

/** Several copies of this package, the project's and the tool's, share one list. */
const key = Symbol.for("typeorm-schema.sayings");

function all(): Saying[] {
  const shared = globalThis as { [key]?: Saying[] };
  shared[key] ??= [];
  return shared[key];
}

export function say(saying: Saying): void {
  all().push(saying);
}

/** Everything said of one kind, in the order in which decorators ran. */
export function said<K extends Saying["kind"]>(kind: K): readonly Extract<Saying, { kind: K }>[] {
  return all().filter((saying): saying is Extract<Saying, { kind: K }> => saying.kind === kind);
}
