import type { Session } from "../postgres";
import { type Operation, openJournal } from "./journal";
import { readState, type Tables } from "./record/state";

/** Writes to the journal that something was done as a whole, where no migration took part in it. */
export async function writeRun(
  session: Session,
  tables: Tables,
  operation: Operation,
  milliseconds: number,
): Promise<void> {
  const { place } = await readState(session, tables);
  const journal = await openJournal(session, place, operation);
  await journal.write([{ subject: "run", operation, outcome: "done", milliseconds }]);
}
