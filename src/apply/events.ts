import type { HookMoment } from "../config/hooks";
import type { MigrationRef } from "./record/references";
import type { Progress } from "./run/sighting";

export type Direction = "up" | "down";

/** Who keeps us waiting: a session of the server, as `pg_stat_activity` shows it. */
export interface LockHolder {
  /** Null behind a pooler. */
  readonly pid: number | null;
  readonly application: string;
  readonly user: string;
  readonly since: string;
  /** Who runs it where, by the journal. */
  readonly person: string | null;
  readonly host: string | null;
}

/** A session that holds a lock which a statement of ours waits for. */
export interface Blocker {
  readonly pid: number;
  readonly application: string;
  readonly user: string;
  /** `idle in transaction` and so on. */
  readonly state: string;
  /** For how long its transaction has been open, in seconds. */
  readonly age: number;
  /** The statement that it runs, or ran last. */
  readonly query: string;
}

/** Whose statement the server is at. */
export interface Working {
  /** Null around all of them. */
  readonly migration: MigrationRef | null;
  /** The statement's, from 1 within the migration; null in a hook. */
  readonly number: number | null;
  /** The hook's file, or the name of its function; null where the statement is the migration's own. */
  readonly hook: string | null;
}

/** What a run tells while it goes on. */
export type ApplyEvent =
  | { readonly kind: "waiting"; readonly holder: LockHolder | null }
  | {
      readonly kind: "started";
      readonly migration: MigrationRef;
      readonly direction: Direction;
      /** From 1. */
      readonly position: number;
      readonly total: number;
    }
  | {
      readonly kind: "statement";
      readonly migration: MigrationRef;
      readonly number: number;
      readonly sql: string;
    }
  | {
      readonly kind: "hook";
      readonly moment: HookMoment;
      /** Its file, or the name of its function. */
      readonly name: string;
      /** Null around all of them. */
      readonly migration: MigrationRef | null;
    }
  | (Working & { readonly kind: "blocked"; readonly blockers: readonly Blocker[] })
  /** How far a long statement is, as the server tells it. */
  | (Working & { readonly kind: "progress"; readonly progress: Progress })
  | {
      /** Another session was in the way: what was done is rolled back and tried again. */
      readonly kind: "retrying";
      readonly migration: MigrationRef;
      readonly attempts: number;
      readonly pause: number;
      readonly reason: string;
    }
  | { readonly kind: "resumed"; readonly migration: MigrationRef; readonly finished: number }
  | { readonly kind: "finished"; readonly migration: Ran }
  | { readonly kind: "warning"; readonly message: string };

/** A migration that ran to its end. */
export interface Ran extends MigrationRef {
  readonly direction: Direction;
  readonly statements: number;
  readonly milliseconds: number;
}
