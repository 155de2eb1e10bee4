import type { Difference, DifferenceOptions } from "../comparison/difference";
import type { Hazard } from "../hazards";
import type { Loss } from "../hazards/data-loss";
import type { LockUpdate } from "../migrations";
import type { Proof } from "../proof";
import type { FileShape, FileText } from "./writing";

export interface GenerateRequest extends DifferenceOptions, FileShape {
  /** Whether whatever is removed may go, said or not. */
  readonly acceptDataLoss?: boolean | undefined;
  /** Write the newest migration, which is not applied yet, again, and keep what is written in its places by hand. */
  readonly amend?: boolean | undefined;
  /** With `amend`: whether what was edited outside of the places may go. */
  readonly acceptEdits?: boolean | undefined;
  /** Made from the changes when left out. */
  readonly name?: string | undefined;
  /** Milliseconds since 1970, 13 digits; the clock's when left out. */
  readonly timestamp?: number | undefined;
  /** Give the text and write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Why a hazard is taken all the same that the settings would have refused, by its rule's code. */
  readonly acceptedHazards?: ReadonlyMap<string, string> | undefined;
  /** False to write what was not shown to work. */
  readonly proof?: boolean | undefined;
}

/** What became of a migration that was to be written, by `status`. */
export type Generated =
  | { readonly status: "nothing" }
  /** The entities ask for nothing any more that the migration to be amended would have to do. It was left alone. */
  | { readonly status: "superfluous"; readonly file: string }
  /** A person must say first what became of what is gone. Nothing was written. */
  | { readonly status: "needs-decision"; readonly difference: Difference }
  /** Data would be lost that nobody has given up. Nothing was written. */
  | { readonly status: "refused"; readonly losses: readonly Loss[]; readonly difference: Difference }
  | Ready;

/** All that is written, or would be. */
export interface Ready {
  readonly status: "generated";
  /** Absolute; null after a dry run. Of two scripts it is that of `up`. */
  readonly file: string | null;
  readonly fileName: string;
  readonly className: string;
  /** Of all files. */
  readonly text: string;
  readonly files: readonly FileText[];
  /** The files, absolute, in whose place it is written; empty for a new migration. */
  readonly replaces: readonly string[];
  /** The text of the lock file, as it was and with this migration. */
  readonly lock: LockUpdate;
  readonly difference: Difference;
  /** Null without one. */
  readonly proof: Proof | null;
  readonly hazards: readonly Hazard[];
}
