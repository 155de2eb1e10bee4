import { relative } from "node:path";
import { SchemaError } from "../errors";
import type { Migration } from "../migrations";
import { PostgresError } from "../postgres";
import type { Direction } from "./events";
import type { FailedStatement } from "./tap";
import type { TransactionState } from "./transaction";

/** What is left of a migration that failed. */
export type Outcome = TransactionState | "lost" | "no transaction";

export interface Failure {
  readonly root: string;
  readonly migration: Migration;
  readonly direction: Direction;
  readonly error: unknown;
  readonly outcome: Outcome;
  /** How many statements it had sent. */
  readonly count: number;
  /** The last statement that failed. The migration may have coped with that, and thrown something else. */
  readonly failed: FailedStatement | null;
  readonly interrupted: boolean;
}

/** The error that a failed migration ends with: which, where, why, what is left, what to do. */
export function migrationFailed(given: Failure): SchemaError {
  const failure = { ...given, failed: isOfPostgres(given.error) ? given.failed : null };
  const { direction, error, failed, interrupted } = failure;
  const command = direction === "up" ? "schema apply" : "schema rollback";
  const cause = failed?.error ?? error;
  const postgres = cause instanceof PostgresError ? cause : null;
  const lines = [
    `${titleOf(failure)} ${interrupted ? "was interrupted" : "failed"}${placeOf(failure)}: ${reasonOf(failure)}`,
    ...(failed ? ["", indent(failed.sql.trim()), ""] : []),
    ...(postgres?.detail ? [`Detail: ${postgres.detail}`] : []),
    leftOf(failure),
  ];
  return new SchemaError({
    code: interrupted ? "INTERRUPTED" : "MIGRATION_FAILED",
    message: lines.join("\n"),
    hint: hintOf(failure, command),
    cause: error,
  });
}

/** A rollback of its own takes back what the migration did, and what follows it runs outside any transaction. */
export function rolledBackByItself(): Error {
  return new Error("it rolled back the transaction that it runs in, so part of what it did is undone");
}

function titleOf({ root, migration, direction }: Failure): string {
  const file = migration.file === null ? "" : ` (${relative(root, migration.file)})`;
  return `${direction === "up" ? "Migration" : "The rollback of"} ${migration.name}${file}`;
}

function placeOf({ failed, count }: Failure): string {
  if (failed) return ` at statement ${failed.number}`;
  return count > 0 ? ` after statement ${count}` : "";
}

function reasonOf({ error, failed, interrupted }: Failure): string {
  if (interrupted) return "you asked to stop.";
  const cause = failed?.error ?? error;
  if (cause instanceof PostgresError) return `${cause.message} (${cause.sqlstate}).`;
  return `${cause instanceof Error ? cause.message : String(cause)}.`.replace(/\.\.$/, ".");
}

function leftOf({ outcome, count, failed, migration, direction }: Failure): string {
  const record = direction === "up" ? "is not recorded as applied" : "is still recorded as applied";
  const done = failed ? failed.number - 1 : count;
  switch (outcome) {
    case "aborted":
    case "open":
      return "It was rolled back: the database and the record are as they were before it.";
    case "committed":
      return `It had committed by itself, so part of it is done. ${migration.name} ${record}.`;
    case "no transaction":
      return done === 0
        ? `Nothing of it was done. ${migration.name} ${record}.`
        : `It runs without a transaction: its first ${done === 1 ? "statement stays" : `${done} statements stay`} done. ${migration.name} ${record}.`;
    case "lost":
      return "The connection was lost: the server rolls back what was not committed.";
  }
}

function hintOf({ outcome, interrupted }: Failure, command: string): string {
  if (outcome === "lost") return `See what is applied with schema status, then run ${command} again.`;
  if (outcome === "committed" || outcome === "no transaction") {
    return `Undo by hand what is done, or make the migration skip it; then run ${command} again.`;
  }
  return interrupted
    ? `Run ${command} again when it suits.`
    : `Correct the migration and run ${command} again.`;
}

function indent(sql: string): string {
  return sql.replace(/^/gm, "  ");
}

/** TypeORM wraps what the driver throws. */
function isOfPostgres(error: unknown): boolean {
  return error instanceof PostgresError || (error instanceof Error && "driverError" in error);
}
