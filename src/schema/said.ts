import type { Id } from "./identity";

/**
 * Properties that the entities settle, of those on which TypeORM's own are silent: `include` of an index,
 * `storage.fillfactor` for one parameter of a table's storage.
 */
export type SaidProperties = ReadonlyMap<Id, readonly string[]>;
