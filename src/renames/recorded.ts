import type { Hint } from "../change";
import type { Schema } from "../schema";
import { exists, meaningsOf } from "./things";

interface Records {
  readonly recorded: readonly Hint[];
  readonly current: Schema;
  readonly defaultSchema: string;
}

/**
 * Whether a migration of the project has carried this rename out. Only that tells names that were exchanged, and are
 * there before and after, from names that still are to be.
 */
export function isRecorded(hint: Hint, { recorded, current, defaultSchema }: Records): boolean {
  const plain = (parts: readonly string[]) => (parts[0] === defaultSchema ? parts.slice(1) : parts);
  const names = ({ from, to }: Hint) => JSON.stringify([from.at(-1), plain(to)]);
  const owner = ({ from }: Hint) => plain(from.slice(0, -1)).join(".");
  // A table that has another name by now is still called by its old one where it was written down.
  const isGone = ({ from }: Hint) =>
    from.length > 1 &&
    !(["table", "enum"] as const).some((prefix) =>
      meaningsOf(from.slice(0, -1), prefix, current, defaultSchema).some((thing) => exists(thing, current)),
    );
  return recorded.some(
    (other) =>
      (other.prefix === hint.prefix || other.prefix === null || hint.prefix === null) &&
      names(other) === names(hint) &&
      (owner(other) === owner(hint) || isGone(other)),
  );
}
