import { quoteLiteral } from "../../schema";
import type { EntryMigration, Operation } from "./entry";
import type { JournalTable } from "./table";

/** What psql writes to the journal when it has run a migration: who and when is known only then. */
export function scriptedEntriesSql(
  { path, record }: JournalTable,
  tool: string,
  operation: Operation,
  { name, file, checksum }: EntryMigration,
): string {
  const nothing = "NULL, NULL, NULL";
  const migration = [name, file, checksum].map((text) => (text === null ? "NULL" : quoteLiteral(text)));
  const [subjectOfAll, operationOfAll, toolOfAll] = [record, operation, tool].map(quoteLiteral);
  return `INSERT INTO ${path} (run, record, subject, operation, outcome, migration, file, checksum, started, person, host, tool)
SELECT r.run, ${subjectOfAll}, e.subject, ${operationOfAll}, e.outcome, e.migration, e.file, e.checksum, clock_timestamp(), session_user, 'psql', ${toolOfAll}
  FROM (SELECT gen_random_uuid() AS run OFFSET 0) r,
       (VALUES ('run', 'started', ${nothing}), ('migration', 'done', ${migration.join(", ")}), ('run', 'done', ${nothing}))
         AS e (subject, outcome, migration, file, checksum)`;
}
