import type { QueryResult } from "../../postgres";
import type { Entry, EntryOutcome } from "../journal";
import { type Context, entryOf, type Job, send } from "./context";
import type { SentStatement } from "./tap";

/** A migration whose statements are sent one by one. */
export interface Stepper {
  readonly context: Context;
  readonly job: Job;
  /** What the migration itself has set in its session, which the journal's own lines must not fall under. */
  readonly own: { readonly role: boolean; readonly lockTimeout: boolean };
}

/** What a statement gave, and how long it took. */
export interface TimedResult {
  readonly result: QueryResult;
  readonly milliseconds: number;
  /** By `performance.now()`. */
  readonly ended: number;
}

export const noAnswer: QueryResult = { command: "", rowCount: 0, rows: [], fields: [] };

export async function sendTimed(
  { context, job }: Stepper,
  statement: SentStatement,
  parameters: readonly unknown[] | undefined,
): Promise<TimedResult> {
  const started = performance.now();
  const result = await send(context, job, statement, parameters);
  const ended = performance.now();
  return { result, milliseconds: ended - started, ended };
}

/** The journal is written as the role that the run began with. */
export function asOneself({ own }: Stepper): string[] {
  return own.role ? ["SET LOCAL ROLE NONE"] : [];
}

/** What the journal says of a statement. */
export function statementEntry(
  { context, job }: Stepper,
  statement: SentStatement,
  outcome: EntryOutcome,
  { result, milliseconds, ended }: Partial<TimedResult> = {},
): Entry {
  return entryOf(context, job.migration, "statement", outcome, {
    statement: { ...statement, result: result && rememberedOf(result) },
    milliseconds,
    ended,
  });
}

const longestResult = 100_000;

/** What the migration was given, so that going on it decides as it did before. */
function rememberedOf({ command, rowCount, rows }: QueryResult): object | undefined {
  if (!/^(?:INSERT|UPDATE|DELETE|MERGE|SELECT)$/.test(command)) return undefined;
  const result = { command, rowCount, rows };
  return JSON.stringify(result).length <= longestResult ? result : { command, rowCount, rows: [] };
}
