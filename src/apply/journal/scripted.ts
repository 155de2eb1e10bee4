import { withoutSecrets } from "../../postgres";
import { quoteLiteral } from "../../schema";
import { type EntryMigration, hashOf, type Operation } from "./entry";
import type { JournalTable } from "./table";

/** What psql writes to the journal while it runs a script: who and when is known only then. */
export interface ScriptedJournal {
  readonly table: JournalTable;
  readonly tool: string;
  readonly operation: Operation;
}

/** A migration in one transaction: all that there is to say, at its end. */
export function scriptedEntriesSql(
  journal: ScriptedJournal,
  { name, file, checksum }: EntryMigration,
): string {
  const nothing = "NULL, NULL, NULL";
  const migration = [name, file, checksum].map(literal).join(", ");
  return entriesSql(journal, [
    `('run', 'started', ${nothing})`,
    `('migration', 'done', ${migration})`,
    `('run', 'done', ${nothing})`,
  ]);
}

/** One without: its beginning, to which what follows refers. */
export function scriptedStartSql(journal: ScriptedJournal, { name, file, checksum }: EntryMigration): string {
  const migration = [name, file, checksum].map(literal).join(", ");
  return entriesSql(journal, [
    "('run', 'started', NULL, NULL, NULL)",
    `('migration', 'started', ${migration})`,
  ]);
}

function entriesSql({ table, tool, operation }: ScriptedJournal, rows: readonly string[]): string {
  return `INSERT INTO ${table.path} (run, record, subject, operation, outcome, migration, file, checksum, started, person, host, tool)
SELECT r.run, ${literal(table.record)}, e.subject, ${literal(operation)}, e.outcome, e.migration, e.file, e.checksum, clock_timestamp(), session_user, 'psql', ${literal(tool)}
  FROM (SELECT gen_random_uuid() AS run OFFSET 0) r,
       (VALUES ${rows.join(", ")})
         AS e (subject, outcome, migration, file, checksum)`;
}

export interface ScriptedStep {
  /** Among the statements that are known before the script runs. */
  readonly number: number;
  /** As the migration sends it. */
  readonly sql: string;
  /** Lists of statements come before it, so that its number depends on their answers. */
  readonly afterLists: boolean;
}

/**
 * `together` with the statement, in its transaction, where it changes anything. Of what stands alone it is said that it
 * `begins`, and that it `ends`.
 */
export type StepMoment = "together" | "begins" | "ends";

const stepColumns =
  "run, record, subject, operation, outcome, migration, file, checksum, statement, hash, sql, result, started, milliseconds, person, host, tool";

export function scriptedStepSql(journal: ScriptedJournal, moment: StepMoment, step: ScriptedStep): string {
  const of = [numberOf(journal, step), ...textsOf(step), "NULL"].join(", ");
  switch (moment) {
    case "together":
      return `${stepSql(journal, "done", of, "now()")}
 WHERE id = ${startOf(journal, "migration")} AND pg_current_xact_id_if_assigned() IS NOT NULL`;
    case "begins":
      return `${stepSql(journal, "started", of)}
 WHERE id = ${startOf(journal, "migration")}`;
    case "ends":
      return `${stepSql(journal, "done", of, "started")}
 WHERE id = ${startOf(journal, "statement")}`;
  }
}

/** The answers of a list of statements, kept as apply keeps them: whoever goes on is given the same. */
export function scriptedListSql(journal: ScriptedJournal, step: ScriptedStep): string {
  const of = [numberOf(journal, step), ...textsOf(step), "answers.result"].join(", ");
  return `${stepSql(journal, "done", of, "now()")}, (
SELECT jsonb_build_object('command', 'SELECT', 'rowCount', count(*), 'rows', coalesce(jsonb_agg(jsonb_build_object('sql', sql)), '[]')) AS result FROM (
${step.sql.trim()}
) AS answer) AS answers
 WHERE id = ${startOf(journal, "migration")}`;
}

/** Gives the statements of the list that was written down last, each between the entries that it begins and that it ends. */
export function scriptedAnswersSql(journal: ScriptedJournal): string {
  const { path, record } = journal.table;
  const list = `(SELECT max(id) FROM ${path} WHERE record = ${literal(record)} AND result IS NOT NULL)`;
  const sql = "result #>> '{rows,@,sql}'";
  const of = `statement + @ + 1, encode(sha256(convert_to(${sql}, 'UTF8')), 'hex'), ${sql}, NULL`;
  const begins = `${stepSql(journal, "started", of)} WHERE id = ${list}`;
  const ended = ["statement, hash, sql, NULL", "started"] as const;
  const ends = `${stepSql(journal, "done", ...ended)} WHERE id = ${startOf(journal, "statement")}`;
  return `SELECT replace(${literal(begins)}, '@', (turn - 1)::text), answer ->> 'sql', ${literal(ends)}
  FROM ${path}, jsonb_array_elements(result -> 'rows') WITH ORDINALITY AS a (answer, turn)
 WHERE id = ${list} ORDER BY turn`;
}

/** @param since when it was begun, where it is done */
function stepSql(
  { table: { path } }: ScriptedJournal,
  outcome: "started" | "done",
  of: string,
  since?: string,
): string {
  const times = since === undefined ? "clock_timestamp(), NULL::bigint" : `${since}, ${passedSince(since)}`;
  return `INSERT INTO ${path} (${stepColumns})
SELECT run, record, 'statement', operation, '${outcome}', migration, file, checksum, ${of}, ${times}, person, host, tool
  FROM ${path}`;
}

const textsOf = ({ sql }: ScriptedStep) => [literal(hashOf(sql)), literal(firstLine(withoutSecrets(sql)))];

/** The answers of lists are counted as statements. */
function numberOf({ table: { path } }: ScriptedJournal, { number, afterLists }: ScriptedStep): string {
  if (!afterLists) return String(number);
  return `${number} + (SELECT sum((l.result ->> 'rowCount')::int)::int FROM ${path} l WHERE l.run = ${path}.run AND l.result IS NOT NULL)`;
}

export function scriptedEndSql(journal: ScriptedJournal): string {
  const { path } = journal.table;
  return `INSERT INTO ${path} (run, record, subject, operation, outcome, migration, file, checksum, started, milliseconds, person, host, tool)
SELECT s.run, s.record, e.subject, s.operation, 'done', CASE e.subject WHEN 'migration' THEN s.migration END, CASE e.subject WHEN 'migration' THEN s.file END,
       CASE e.subject WHEN 'migration' THEN s.checksum END, s.started, ${passedSince("s.started")}, s.person, s.host, s.tool
  FROM ${path} s, (VALUES ('migration'), ('run')) AS e (subject)
 WHERE s.id = ${startOf(journal, "migration")}`;
}

/** The newest entry that says that one begins: the script holds the lock, so it is its own. */
function startOf({ table: { path, record } }: ScriptedJournal, subject: "migration" | "statement"): string {
  return `(SELECT max(id) FROM ${path} WHERE record = ${literal(record)} AND subject = '${subject}' AND outcome = 'started')`;
}

const passedSince = (moment: string) => `(extract(epoch FROM clock_timestamp() - ${moment}) * 1000)::bigint`;

function firstLine(sql: string): string {
  const [first = "", ...more] = sql.trim().split("\n");
  return more.length === 0 ? first : `${first} …`;
}

const literal = (text: string | null): string => (text === null ? "NULL" : quoteLiteral(text));
