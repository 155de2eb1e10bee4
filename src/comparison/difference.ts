import type { Answers, Change, Plans } from "../change";
import type { Origins } from "../entities/desired";
import type { Decision } from "../renames";
import type { Attachment, Schema, Unmanaged } from "../schema";
import type { SourceOptions } from "./sources";

/** What stands between the database and the entities, and the way there and back. */
export interface Difference extends Plans {
  /** What a migration has to do, confirmed renames first; empty where both are the same. */
  readonly changes: readonly Change[];
  /** The part of the database that is ours. */
  readonly current: Schema;
  /** What it shall become. */
  readonly desired: Schema;
  /** Triggers, policies and rules that are taken down and put back on either way. */
  readonly attachments: readonly Attachment[];
  /** The confirmed renames, which `up` begins with, and what a person still has to say. */
  readonly decision: Decision;
  /** Where in the project each desired object is described. */
  readonly origins: Origins;
  /** What no migration will touch; null when nobody asked. */
  readonly unmanaged: readonly Unmanaged[] | null;
}

export interface DifferenceOptions extends SourceOptions {
  /** What a person has said about renames and removals. */
  readonly answers?: Answers | undefined;
}
