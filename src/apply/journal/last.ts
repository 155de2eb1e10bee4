import type { Session } from "../../postgres";
import type { EntryOutcome, Operation } from "./entry";
import { iso } from "./history";
import type { JournalTable } from "./table";

/** One run of the tool, as the journal tells it. */
export interface LastOperation {
  readonly operation: Operation;
  /** `started` while it goes on, or when it was killed. */
  readonly outcome: EntryOutcome;
  /** ISO 8601, by the server's clock. */
  readonly started: string;
  readonly milliseconds: number | null;
  readonly person: string;
  readonly host: string;
  /** The role of the database that it was done as. */
  readonly role: string;
  /** The migrations that it ended well, in that order. */
  readonly migrations: readonly string[];
  readonly error: string | null;
}

/** A migration whose last run did not end well. */
export interface FailedMigration {
  readonly name: string;
  readonly outcome: "failed" | "interrupted";
  /** ISO 8601, by the server's clock. */
  readonly at: string;
  readonly error: string | null;
}

interface RunRow extends Omit<LastOperation, "milliseconds" | "migrations"> {
  readonly milliseconds: string | null;
  readonly migrations: readonly string[] | null;
}

export async function readLastOperation(
  session: Session,
  { path, record }: JournalTable,
): Promise<LastOperation | null> {
  const [row] = await session.query<RunRow>(
    `WITH last AS (
       SELECT run FROM ${path} WHERE record = $1 AND subject = 'run' AND outcome = 'started' ORDER BY id DESC LIMIT 1)
     SELECT e.operation, e.outcome, ${iso("b.started")} AS started, e.milliseconds::text AS milliseconds,
            e.person, e.host, e.role, e.error,
            (SELECT array_agg(m.migration ORDER BY m.id) FROM ${path} m
              WHERE m.run = e.run AND m.subject = 'migration' AND m.outcome = 'done') AS migrations
       FROM ${path} e JOIN ${path} b ON b.run = e.run AND b.subject = 'run' AND b.outcome = 'started'
      WHERE e.run = (SELECT run FROM last) AND e.subject = 'run' ORDER BY e.id DESC LIMIT 1`,
    [record],
  );
  if (row === undefined) return null;
  const { operation, outcome, started, person, host, role, error } = row;
  return {
    operation,
    outcome,
    started,
    milliseconds: row.milliseconds === null ? null : Number(row.milliseconds),
    person,
    host,
    role,
    migrations: row.migrations ?? [],
    error,
  };
}

/** By name; what ended well afterwards is forgotten. */
export async function readFailed(
  session: Session,
  { path, record }: JournalTable,
): Promise<readonly FailedMigration[]> {
  return session.query<FailedMigration>(
    `SELECT name, outcome, at, error FROM (
       SELECT DISTINCT ON (migration) migration AS name, outcome, ${iso("started")} AS at, error, id FROM ${path}
        WHERE record = $1 AND subject = 'migration' AND outcome <> 'started' ORDER BY migration, id DESC) m
      WHERE outcome IN ('failed', 'interrupted') ORDER BY id`,
    [record],
  );
}
