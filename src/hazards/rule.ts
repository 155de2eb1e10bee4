import type { Footing } from "../catalog";
import type { Change } from "../change";
import type { StatementCost } from "../proof/costs";
import type { Attachment, Schema } from "../schema";
import type { Fact } from "./facts";

export type Severity = "error" | "warning";

/** One statement, what it changes and what it was seen to do. */
export interface SeenStep {
  readonly sql: string;
  readonly changes: readonly Change[];
  /** Null where nothing was measured. */
  readonly cost: StatementCost | null;
  readonly facts: readonly Fact[];
}

/** All that a rule may look at. */
export interface Evidence {
  readonly steps: readonly SeenStep[];
  readonly before: Schema;
  readonly after: Schema;
  /** Functions and the like, as they were before. */
  readonly foundation: readonly Footing[];
  /** Triggers and the like, as they were before. */
  readonly attachments: readonly Attachment[];
  /** False where every statement commits by itself. */
  readonly transaction: boolean;
  /** True where the tool has planned every step, so that each may be left done when a later one fails. */
  readonly planned: boolean;
}

/** One place where a rule applies. */
export interface Occurrence {
  /** What is in danger: `public.users`, `public.users.name`. */
  readonly subject: string;
  /** The statement's place, from 0; null where it is none in particular. */
  readonly step: number | null;
  /** In a few words, where the rule's own message leaves something open. */
  readonly detail?: string | undefined;
}

/** One kind of danger. */
export interface Rule {
  /** Stable: settings, files and scripts name it. */
  readonly code: string;
  readonly severity: Severity;
  /** What may happen, in a sentence. */
  readonly message: string;
  /** What to do instead, in a sentence. */
  readonly remedy: string;
  find(evidence: Evidence): readonly Occurrence[];
}
