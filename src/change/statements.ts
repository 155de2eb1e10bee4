import type { Column } from "../schema";
import type { Change } from "./changes";

/** One SQL statement of a plan. */
export interface Statement {
  /** Formatted to be read, without the closing semicolon. */
  readonly sql: string;
  /** False for what PostgreSQL refuses inside a transaction block: the CONCURRENTLY forms. */
  readonly transactional: boolean;
  /** True where what comes before has to be committed: a new enum label, or a lock that must not be held any longer. */
  readonly afterCommit: boolean;
  /** What it is made of, where another statement about the same table may be made with it. */
  readonly altering?: { readonly table: string; readonly parts: readonly string[] } | undefined;
  /** What a reader should know, for the first statement of several that belong together. */
  readonly note?: string | undefined;
  /** Why it lets others wait, where it was asked for otherwise: `public.t.n: …`. */
  readonly plainly?: readonly string[] | undefined;
  /** Where it stops for rows that can be read: `column public.t.n, read as integer from its text`. */
  readonly stopsFor?: string | undefined;
  /** Columns that are copies from here on, with the values of those whose names they have taken. */
  readonly copied?: readonly Column[] | undefined;
  /** A question whose answer, in its column `sql`, is what code can send instead, each statement alone. */
  readonly listed?: string | undefined;
  /** PL/pgSQL that takes away what is left of it when the plan comes no further. */
  readonly leftover?: string | undefined;
  /** The changes this statement makes, wholly or in part. */
  readonly changes: readonly Change[];
}

/** One that may stand in a transaction with others. */
export function plainStatement(sql: string, changes: readonly Change[] = []): Statement {
  return { sql, transactional: true, afterCommit: false, changes };
}

/** Statements in the order they must run. */
export interface Plan {
  readonly statements: readonly Statement[];
  /** False when a statement cannot share a transaction with the others: then every statement commits by itself. */
  readonly transaction: boolean;
}

/** The way there and the way back. */
export interface Plans {
  readonly up: Plan;
  readonly down: Plan;
}

/** At the head of such a question: what cannot look at answers has to know it by that. */
export const listMark = "-- Each answer is a statement.";

/** What PostgreSQL refuses inside a transaction block for being done beside others. A refresh may be inside. */
export const isConcurrent = (sql: string) => /\bCONCURRENTLY\b/i.test(sql) && !/^\s*REFRESH\b/i.test(sql);
