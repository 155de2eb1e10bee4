import type { Session } from "../../postgres";
import type { EntryOutcome, Operation } from "./entry";
import type { JournalTable } from "./table";

/** What the journal knows of the migrations. */
export interface JournalState {
  /** How each of them ended the last time that it ended well, by name. */
  readonly ended: ReadonlyMap<string, Ended>;
  /** Those of which single statements were done since then, by name. */
  readonly unfinished: ReadonlyMap<string, Unfinished>;
  /** What was applied and has not seen the end of its hooks `afterApply`, in that order. */
  readonly owedAfterApply: readonly string[];
}

export interface Ended {
  readonly operation: Operation;
  readonly file: string | null;
  readonly checksum: string | null;
}

export interface Unfinished {
  readonly name: string;
  readonly file: string | null;
  readonly checksum: string | null;
  /** `rollback` as soon as one was begun. */
  readonly operation: Operation;
  readonly up: StepStates;
  readonly down: StepStates;
}

/** Statements by their number. */
export type StepStates = ReadonlyMap<number, StepState>;

export interface StepState {
  readonly hash: string;
  /** `started` when nobody knows whether it has come to its end. */
  readonly outcome: EntryOutcome;
  readonly result: object | null;
}

export const emptyJournal: JournalState = {
  ended: new Map(),
  unfinished: new Map(),
  owedAfterApply: [],
};

interface EndedRow extends Ended {
  readonly migration: string;
}

interface StepRow extends EndedRow {
  readonly number: number;
  readonly hash: string;
  readonly outcome: EntryOutcome;
  readonly result: object | null;
}

export async function readJournal(session: Session, { path, record }: JournalTable): Promise<JournalState> {
  const ended = await session.query<EndedRow>(
    `SELECT DISTINCT ON (migration) migration, operation, file, checksum FROM ${path}
      WHERE record = $1 AND subject = 'migration' AND outcome = 'done' ORDER BY migration, id DESC`,
    [record],
  );
  const steps = await session.query<StepRow>(unfinishedSql(path), [record]);
  const owed = await session.query<{ migration: string }>(owedSql(path), [record]);
  const endings = new Map(ended.map((row) => [row.migration, row]));
  return {
    owedAfterApply: owed
      .map(({ migration }) => migration)
      .filter((name) => endings.get(name)?.operation === "apply"),
    ended: endings,
    unfinished: new Map(
      [...grouped(steps.filter(isBegun))].map(([name, rows]) => [name, unfinishedOf(name, rows)]),
    ),
  };
}

/** What was applied since the hooks after all migrations were to be run and were not. */
function owedSql(path: string): string {
  return `WITH told AS (
      SELECT id, outcome FROM ${path} WHERE record = $1 AND subject = 'afterApply'),
    owing AS (
      SELECT min(id) AS id FROM told WHERE id > coalesce((SELECT max(id) FROM told WHERE outcome = 'done'), 0))
    SELECT m.migration FROM ${path} m, owing
     WHERE m.record = $1 AND m.subject = 'migration' AND m.operation = 'apply' AND m.outcome = 'done' AND m.id > owing.id
     ORDER BY m.id`;
}

/** The last entry of each statement after the last good end of its migration. */
function unfinishedSql(path: string): string {
  return `WITH ended AS (
      SELECT migration, max(id) AS id FROM ${path}
       WHERE record = $1 AND subject = 'migration' AND outcome = 'done' GROUP BY migration)
    SELECT DISTINCT ON (s.migration, s.operation, s.statement)
           s.migration, s.operation, s.file, s.checksum, s.statement AS number, s.hash, s.outcome, s.result
      FROM ${path} s LEFT JOIN ended e USING (migration)
     WHERE s.record = $1 AND s.subject = 'statement' AND s.id > coalesce(e.id, 0)
     ORDER BY s.migration, s.operation, s.statement, s.id DESC`;
}

/** One that failed left nothing, or what its repetition takes away. */
function isBegun({ outcome }: StepRow): boolean {
  return outcome !== "failed";
}

function grouped(rows: readonly StepRow[]): Map<string, StepRow[]> {
  const groups = new Map<string, StepRow[]>();
  for (const row of rows) groups.set(row.migration, [...(groups.get(row.migration) ?? []), row]);
  return groups;
}

function unfinishedOf(name: string, rows: readonly StepRow[]): Unfinished {
  const [first] = rows;
  const stepsOf = (operation: Operation): StepStates =>
    new Map(rows.filter((row) => row.operation === operation).map((row) => [row.number, row]));
  const [up, down] = [stepsOf("apply"), stepsOf("rollback")];
  return {
    name,
    file: first?.file ?? null,
    checksum: first?.checksum ?? null,
    operation: down.size > 0 ? "rollback" : "apply",
    up,
    down,
  };
}

/**
 * The fingerprint of the schema as it was left when it was what the migrations lead to; of a drift that was allowed
 * none, which is nobody's; null where nobody has ever looked.
 */
export async function readVerified(session: Session, { path, record }: JournalTable): Promise<string | null> {
  const [last] = await session.query<{ hash: string | null; outcome: EntryOutcome }>(
    `SELECT hash, outcome FROM ${path} WHERE record = $1 AND subject = 'schema' ORDER BY id DESC LIMIT 1`,
    [record],
  );
  if (last === undefined) return null;
  return last.outcome === "done" ? last.hash : "";
}
