import type { MigrationRef } from "./references";

export type Direction = "up" | "down";

/** Who keeps us waiting: a session of the server, as `pg_stat_activity` shows it. */
export interface LockHolder {
  readonly pid: number;
  readonly application: string;
  readonly user: string;
  readonly since: string;
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
  | { readonly kind: "finished"; readonly migration: Ran }
  | { readonly kind: "warning"; readonly message: string };

/** A migration that ran to its end. */
export interface Ran extends MigrationRef {
  readonly direction: Direction;
  readonly statements: number;
  readonly milliseconds: number;
}
