import type { EntityTarget, PostgresOptions } from "../../../src/project/project";
import type { ServerVersion } from "../../support/servers";

/** Entities, or SQL for what entities cannot say. */
export type Side = readonly EntityTarget[] | string;

/** One change of the entities, run up and down on real servers. */
export interface Case {
  readonly title: string;
  readonly before: Side;
  readonly after: readonly EntityTarget[];
  /** Made after `before`, by hand: what no migration of ours knows. */
  readonly byHand?: string;
  /** SQL that fills the tables of `before`. */
  readonly rows?: string;
  /** Nothing has changed: neither way has a statement. */
  readonly unchanged?: true;
  /** No scratch database is asked. */
  readonly withoutScratch?: boolean;
  readonly expectRows?: readonly Expectation[];
  /** Options of the data source. */
  readonly options?: Partial<PostgresOptions>;
  /** Those that `before` was made with; the same when left out. */
  readonly optionsBefore?: Partial<PostgresOptions>;
  /** What a person has said: `column t.a=b`, as after `--rename`. */
  readonly renames?: readonly string[];
  /** The servers it runs on; all of them when left out. */
  readonly versions?: readonly ServerVersion[];
  /** It runs in the embedded database alone, which has an extension that the test servers lack. */
  readonly embedded?: boolean;
}

export interface Expectation {
  /** Each row of its result is compared as an array of values. */
  readonly query: string;
  /** After `up`; what the query gave at first when left out, not asked when null. */
  readonly up?: Rows | null;
  /** After `down`; likewise. */
  readonly down?: Rows | null;
}

export type Rows = readonly (readonly unknown[])[];

/** Rows that stay what they are, there and back. */
export const kept = (query: string): Expectation => ({ query });
