import { relative } from "node:path";
import { SchemaError } from "../../errors";
import type { Migration } from "../../migrations";
import { PostgresError, withoutSecrets } from "../../postgres";
import { linesOf } from "./lines";

/** What does not run in the scratch database cannot be looked at: says which statement of which file, and why. */
export function notReplayed(error: unknown, root: string, migrations: readonly Migration[]): unknown {
  const refusal = error instanceof SchemaError ? refusalIn(error.cause) : null;
  if (refusal === null) return error;
  const { sqlstate, reason } = refusal;
  const statement = refusal.statement.trim();
  const migration = migrations.find(({ source }) => source.includes(statement)) ?? migrations.at(-1);
  if (migration === undefined) return error;
  const [line = null] = linesOf(migration.source, [statement]);
  const name = migration.file === null ? migration.name : relative(root, migration.file);
  const place = line === null ? name : `${name}:${line}`;
  return new SchemaError({
    code: "LINT_REPLAY_FAILED",
    message: `${place} does not run in the scratch database: ${reason} (${sqlstate}).\n\n${statement.replace(/^/gm, "  ")}\n`,
    hint: adviceFor(sqlstate, name),
    cause: error,
  });
}

interface Refusal {
  readonly statement: string;
  readonly sqlstate: string;
  readonly reason: string;
}

/** What PostgreSQL said, as we throw it or as TypeORM wraps it. */
function refusalIn(cause: unknown): Refusal | null {
  if (cause instanceof PostgresError)
    return { statement: cause.statement, sqlstate: cause.sqlstate, reason: cause.message };
  if (!(cause instanceof Error) || !("driverError" in cause) || !("query" in cause)) return null;
  const code: unknown = Reflect.get(cause, "code");
  return {
    statement: withoutSecrets(String(cause.query)),
    sqlstate: typeof code === "string" ? code : "",
    reason: cause.message,
  };
}

function adviceFor(sqlstate: string, name: string): string {
  const says = name.endsWith(".sql")
    ? "a line of its own: -- transaction = false"
    : "a property of its class: transaction = false";
  switch (sqlstate) {
    case "25001":
      return `It would fail just so when it is applied. Where each statement may commit by itself, say so with ${says}`;
    case "42P01":
    case "42703":
    case "42704":
    case "42883":
    case "3F000":
      return "The scratch database has what the project's migrations make, and no more: what else it needs has to come first.";
    default:
      return "Correct it: it would fail just so when it is applied. Nothing was touched but the scratch database.";
  }
}
