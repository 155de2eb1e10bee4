import type { Decorated, EntityDecorator } from "./sayings";
import { say } from "./sayings";
import type { StorageParameters, StorageValue } from "./storage-parameters";

/** What is not mentioned stays as it is in the database. */
export interface TableOptions extends StorageParameters {
  /** Faster to write, and empty after a crash. */
  readonly unlogged?: boolean;
  /** How full a page is packed, in percent. */
  readonly fillfactor?: number | null;
  readonly autovacuum_enabled?: boolean | null;
  readonly autovacuum_vacuum_scale_factor?: number | null;
  readonly autovacuum_vacuum_threshold?: number | null;
  readonly autovacuum_analyze_scale_factor?: number | null;
  readonly autovacuum_analyze_threshold?: number | null;
  readonly parallel_workers?: number | null;
  readonly toast_tuple_target?: number | null;
}

export interface TableOptionsSaying {
  readonly kind: "tableOptions";
  readonly target: Decorated;
  readonly unlogged: StorageValue | undefined;
  readonly storage: StorageParameters;
}

/** Options of the entity's table that TypeORM does not know: `@TableOptions({ unlogged: true, fillfactor: 70 })`. */
export function TableOptions({ unlogged, ...storage }: TableOptions): EntityDecorator {
  return (target) => say({ kind: "tableOptions", target, unlogged, storage });
}
