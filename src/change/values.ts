import type { Id } from "../schema";

/** What a person has said about values on their way, looked up: by column or by enum, as they are called afterwards. */
export interface Values {
  /** How a column's old values become new ones. */
  readonly usings: ReadonlyMap<Id, string>;
  /** How new values become old ones again on the way back. */
  readonly usingsBack: ReadonlyMap<Id, string>;
  /** Columns whose `using` reads the text of a value, of which not every one can be read. */
  readonly attempted: ReadonlySet<Id>;
  /** What a column's rows without a value get. */
  readonly backfills: ReadonlyMap<Id, string>;
  /** Removed labels of an enum and what stands for them afterwards. */
  readonly maps: ReadonlyMap<Id, ReadonlyMap<string, string>>;
  /** What rows get in a column that comes back NOT NULL when its values are gone. */
  readonly restored: ReadonlyMap<Id, string>;
}

export const noValues: Values = {
  usings: new Map(),
  usingsBack: new Map(),
  attempted: new Set(),
  backfills: new Map(),
  maps: new Map(),
  restored: new Map(),
};
