import type { Configuration } from "../config/configuration";
import { exitStatus, SchemaError } from "../errors";
import {
  type Destroyed,
  destroyedByDown,
  type Migration,
  readMigrations,
  renamesOnItsWayDown,
} from "../migrations";
import { type Database, patiently, type Session } from "../postgres";
import { qualify, quoteIdentifier } from "../schema";
import { type DownTo, downRange } from "./plan-range";
import { standingOf } from "./record/standing";
import { readState, tablesOf } from "./record/state";

/** Data that is there, and that undoing a migration destroys. */
export interface DownLoss {
  /** The migration's name. */
  readonly migration: string;
  readonly kind: "table" | "column";
  /** Qualified, quoted where needed. */
  readonly path: string;
}

/** What rolling back would destroy of what is in the database now. Tables and columns without a value are no loss. */
export async function lossesGoingDown(
  configuration: Configuration,
  database: Database,
  options: DownTo & { readonly migrations?: readonly Migration[] | undefined },
): Promise<readonly DownLoss[]> {
  const migrations = options.migrations ?? (await readMigrations(configuration));
  return database.session(async (session) => {
    const state = await readState(session, tablesOf(configuration));
    const range = downRange(migrations, standingOf(migrations, state), options);
    const losses: DownLoss[] = [];
    let renamed = false;
    for (const migration of range) {
      for (const each of destroyedByDown(migration)) {
        const path = pathOf(each, configuration.defaultSchema);
        const holds = await holdsValues(session, path);
        if (holds ?? renamed) losses.push({ migration: migration.name, ...path.loss });
      }
      // What an older migration calls by a name may bear another one now: what is not found is not known to be empty.
      renamed ||= renamesOnItsWayDown(migration);
    }
    return losses;
  });
}

interface LossPath {
  readonly table: string;
  readonly column: string | null;
  readonly loss: Pick<DownLoss, "kind" | "path">;
}

function pathOf({ schema, table, column }: Destroyed, defaultSchema: string): LossPath {
  const home = qualify(schema ?? defaultSchema, table);
  return {
    table: home,
    column,
    loss:
      column === null
        ? { kind: "table", path: home }
        : { kind: "column", path: `${home}.${quoteIdentifier(column)}` },
  };
}

/** Null where there is no such table or column. What PostgreSQL computes is no loss. */
async function holdsValues(session: Session, { table, column }: LossPath): Promise<boolean | null> {
  const [found] = await session.query<{ kind: string; generated: string | null }>(
    `SELECT c.relkind AS kind, a.attgenerated AS generated FROM pg_catalog.pg_class c
       LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = $2 AND NOT a.attisdropped
      WHERE c.oid = to_regclass($1)`,
    [table, column],
  );
  if (found === undefined || !["r", "p"].includes(found.kind)) return null;
  if (column !== null && found.generated === null) return null;
  if (found.generated !== null && found.generated !== "") return false;
  const condition = column === null ? "" : ` WHERE ${quoteIdentifier(column)} IS NOT NULL`;
  const sql = `SELECT EXISTS (SELECT 1 FROM ${table}${condition}) AS exists`;
  // Who may undo a migration and not read its table is asked as well.
  const rows = await patiently(session, () => session.query<{ exists: boolean }>(sql)).catch(
    (error: unknown) => {
      if (error instanceof SchemaError && error.code === "TABLE_LOCKED") throw error;
      return [];
    },
  );
  return rows[0]?.exists ?? true;
}

export const downLossText = ({ kind, path }: DownLoss): string =>
  kind === "table" ? `table ${path} and its rows` : `column ${path} and its values`;

export function refusedGoingDown(losses: readonly DownLoss[]): SchemaError {
  const lines = losses.map((loss) => `  ${downLossText(loss)}  (${loss.migration})`);
  return new SchemaError({
    code: "DATA_LOSS",
    message: ["Rolling back would destroy data that is there now. Nothing was done.", ...lines].join("\n"),
    hint: "If that is meant, say so: --accept data-loss.",
    exit: exitStatus.refused,
  });
}
