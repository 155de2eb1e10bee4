import { relative } from "node:path";
import { exitStatus, SchemaError } from "../../errors";
import { PostgresError, withoutSecrets } from "../../postgres";
import { HookError, titleOf as hookTitleOf, reasonTextOf } from "../hooks/error";
import { noJournal } from "../journal";
import { type Context, entryOf, type Job } from "./context";
import { isOfRows } from "./of-rows";
import { placeIn } from "./place";
import { remedyOf } from "./remedy";
import type { FailedStatement } from "./tap";
import type { TransactionState } from "./transaction";

/**
 * What is left of a migration that failed. `steps`: the statements before stay done, and the next run goes on after
 * them. `adrift`: so do they, but with the connection went the answer to the last one. `unknown`: the connection was lost while it committed. `shared`: all of the run was one transaction. `trial`: it was
 * tried where nothing is kept.
 */
export type Remains = TransactionState | "lost" | "unknown" | "steps" | "adrift" | "shared" | "trial";

interface Failing extends Pick<Job, "migration" | "direction"> {
  readonly root: string;
  readonly error: unknown;
  readonly outcome: Remains;
  /** How many statements it had sent. */
  readonly count: number;
  /** The statement that failed, where PostgreSQL was the one to refuse. */
  readonly failed: FailedStatement | null;
  readonly interrupted: boolean;
  /** The hook beside it that failed in its place. */
  readonly hook: HookError | null;
}

/** Writes the failure to the journal, and gives the error to end with: which, where, why, what is left, what to do. */
export async function failureOf(
  context: Context,
  { migration, direction }: Job,
  error: unknown,
  outcome: Remains,
): Promise<SchemaError> {
  const { root, tap, journal, options } = context;
  const interrupted = options.signal?.aborted === true;
  const hook = error instanceof HookError ? error : null;
  const failed = isOfPostgres(error) ? tap.failed : null;
  const left: Remains = journal === noJournal ? "trial" : outcome;
  const failure = {
    root,
    migration,
    direction,
    error,
    outcome: left,
    count: tap.count,
    failed,
    interrupted,
    hook,
  };
  const entry = entryOf(context, migration, "migration", interrupted ? "interrupted" : "failed", {
    statement: failed ?? undefined,
    error: reasonOf(failure),
  });
  // A lost connection cannot say so: the next run does.
  await journal.write([entry]).catch(() => undefined);
  return refusalIn(failed?.error) ?? migrationFailed(failure);
}

/** A statement that was not sent because it must not be says so itself. */
function refusalIn(error: unknown): SchemaError | null {
  return error instanceof SchemaError && error.exit === exitStatus.refused ? error : null;
}

function migrationFailed(failure: Failing): SchemaError {
  const { direction, error, failed, interrupted, hook } = failure;
  const command = direction === "up" ? "schema apply" : "schema rollback";
  const cause = failed?.error ?? error;
  const postgres = cause instanceof PostgresError ? cause : null;
  const lines = [
    `${titleOf(failure)} ${interrupted ? "was interrupted" : "failed"}${problemOf(failure)}`,
    ...(failed ? ["", indent(withoutSecrets(failed.sql.trim())), ""] : []),
    ...(postgres?.detail ? [`Detail: ${postgres.detail}`] : []),
    ...(postgres?.serverHint ? [`Hint: ${postgres.serverHint}`] : []),
    ...(postgres?.position ? [`Position: ${placeIn(postgres.statement, postgres.position)}`] : []),
    leftOf(failure),
  ];
  return new SchemaError({
    code: interrupted ? "INTERRUPTED" : hook ? "HOOK_FAILED" : "MIGRATION_FAILED",
    message: lines.join("\n"),
    hint: hintOf(failure, command),
    cause: error,
  });
}

/** A rollback of its own takes back what the migration did, and what follows it runs outside any transaction. */
export function rolledBackByItself(): Error {
  return new Error("it rolled back the transaction that it runs in, so part of what it did is undone");
}

function titleOf({ root, migration, direction }: Failing): string {
  const file = migration.file === null ? "" : ` (${relative(root, migration.file)})`;
  return `${direction === "up" ? "Migration" : "The rollback of"} ${migration.name}${file}`;
}

function problemOf(failure: Failing): string {
  const { hook, interrupted } = failure;
  if (hook === null || interrupted) return `${placeOf(failure)}: ${reasonOf(failure)}`;
  return ` with its ${hookTitleOf(hook)}${reasonTextOf(hook)}`;
}

function placeOf({ failed, count }: Failing): string {
  if (failed) return ` at statement ${failed.number}`;
  return count > 0 ? ` after statement ${count}` : "";
}

function reasonOf({ error, failed, interrupted }: Failing): string {
  if (interrupted) return "you asked to stop.";
  const cause = failed?.error ?? error;
  if (cause instanceof PostgresError) return `${cause.message} (${cause.sqlstate}).`;
  return `${cause instanceof Error ? cause.message : String(cause)}.`.replace(/\.\.$/, ".");
}

function leftOf({ outcome, count, failed, migration, direction }: Failing): string {
  const record = direction === "up" ? "is not recorded as applied" : "is still recorded as applied";
  const done = doneOf({ failed, count });
  switch (outcome) {
    case "aborted":
    case "open":
      return "It was rolled back: the database and the record are as they were before it.";
    case "shared":
      return "It shares a transaction with the others of this run, which are rolled back with it: the database and the record are as they were before the run.";
    case "committed":
      return `It had committed by itself, so part of it is done. ${migration.name} ${record}.`;
    case "steps":
      return done === 0
        ? `Nothing of it was done. ${migration.name} ${record}.`
        : `It runs without a transaction: its first ${done === 1 ? "statement stays" : `${done} statements stay`} done. ${migration.name} ${record}.`;
    case "adrift":
      return "It runs without a transaction, and the connection was lost: what was done before stays done, and whether the last statement is done, and with it all, the next run finds out.";
    case "trial":
      return "It was tried in a scratch database: nothing was done to any other.";
    case "lost":
      return "The connection was lost: the server rolls back what was not committed.";
    case "unknown":
      return "The connection was lost while it committed: it is done whole and recorded, or not at all.";
  }
}

/** How many statements stay done where each commits by itself. */
const doneOf = ({ failed, count }: Pick<Failing, "failed" | "count">) => (failed ? failed.number - 1 : count);

function hintOf(failure: Failing, command: string): string {
  const { outcome, interrupted, direction, failed, error, hook } = failure;
  if (outcome === "trial" && !interrupted)
    return `Correct the ${hook ? "hook" : "migration"}, then run the command again.`;
  if (outcome === "lost" || outcome === "unknown" || outcome === "adrift")
    return `See what is applied with schema status, then run ${command} again.`;
  if (outcome === "committed")
    return `Undo by hand what is done, or make the migration skip it; then run ${command} again.`;
  const remedy = interrupted ? null : remedyOf(failed?.error ?? error);
  // Where nothing is done there is nothing to undo: a rollback would take back the migration before.
  if (outcome === "steps" && (doneOf(failure) > 0 || interrupted)) {
    const next = failed ? ` with statement ${failed.number}` : hook ? " when the hook is correct" : "";
    const undo = direction === "up" && doneOf(failure) > 0 ? ", or schema rollback to undo what is done" : "";
    if (failed && remedy === null && !interrupted) return `${correctedStep(failed, command)}${undo}.`;
    return `${remedy === null ? "" : `${remedy} `}Run ${command} again to go on${next}${undo}.`;
  }
  if (remedy !== null) return `${remedy} Then run ${command} again.`;
  return interrupted
    ? `Run ${command} again when it suits.`
    : `Correct the ${hook ? "hook" : "migration"}${failed !== null && isOfRows(failed.error) ? ", or the rows," : ""} and run ${command} again.`;
}

/** What is done of the migration stays as it is in the file; what is left may be put right. */
function correctedStep({ number, error }: FailedStatement, command: string): string {
  return isOfRows(error)
    ? `Correct the rows and run ${command} again to go on with statement ${number}; or correct that in the file and run ${command} --allow-edited`
    : `Correct statement ${number} in the file and run ${command} --allow-edited to go on with it`;
}

function indent(sql: string): string {
  return sql.replace(/^/gm, "  ");
}

function isOfPostgres(error: unknown): boolean {
  return error instanceof PostgresError || isDriverError(error);
}

/** TypeORM wraps what the driver throws. */
export function isDriverError(error: unknown): boolean {
  return error instanceof Error && "driverError" in error;
}
