import type { Configuration } from "../config/configuration";
import type { Migration } from "../migrations";
import type { Session } from "../postgres";
import { type Entry, type JournalTable, type Operation, readVerified } from "./journal";
import { type Standing, standingOf } from "./record/standing";
import { readState, type State, tablesOf } from "./record/state";

/** Looks whether a database is what its migrations lead to. Made for one run. */
export interface SchemaGuard {
  /** Before the first statement; throws where it is not, and that is not allowed. */
  before(session: Session, moment: Moment): Promise<void>;
  /** After the last: what it found. Throws where the schema is not what it should be, and that is not allowed. */
  after(session: Session, moment: Moment): Promise<Verdict>;
  /** Whether the schema is, to the letter, as it was when it was last found to be right. */
  isUntouched(session: Session, moment: Moment): Promise<boolean>;
  /** By what it is known again. */
  fingerprint(session: Session, applied: readonly Migration[]): Promise<string>;
}

/** What is recorded of a database at one moment. */
export interface Moment {
  /** In the order in which they were executed. */
  readonly applied: readonly Migration[];
  /** What is about to be run, or was run just now. */
  readonly range: readonly Migration[];
  /** No file of the project has one that is applied, or one is done in part: nobody can know what should be there. */
  readonly unknowable: boolean;
  /** The fingerprint of the last schema that was found to be right. */
  readonly verified: string | null;
}

export interface Verdict {
  readonly fingerprint: string;
  /** What was different and allowed, in words; null where nothing was. */
  readonly drift: string | null;
}

export async function momentOf(
  session: Session,
  migrations: readonly Migration[],
  { applied, unknown, unfinished }: Standing,
  range: readonly Migration[],
  { place }: State,
): Promise<Moment> {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  return {
    applied: applied.flatMap(({ name }) => byName.get(name) ?? []),
    range,
    unknowable: unknown.length + unfinished.length > 0,
    verified: place.exists ? await verifiedIn(session, place.table) : null,
  };
}

/** Where a database stands when nothing is about to be run. */
export async function presentMoment(
  configuration: Configuration,
  session: Session,
  migrations: readonly Migration[],
): Promise<Moment> {
  const state = await readState(session, tablesOf(configuration));
  return momentOf(session, migrations, standingOf(migrations, state), [], state);
}

/** Who may write the journal may not always read it. */
async function verifiedIn(session: Session, table: JournalTable): Promise<string | null> {
  return readVerified(session, table).catch(() => null);
}

/** What the journal says of the schema after a run. */
export function schemaEntry(operation: Operation, { fingerprint, drift }: Verdict): Entry {
  return drift === null
    ? { subject: "schema", operation, outcome: "done", fingerprint }
    : { subject: "schema", operation, outcome: "skipped", fingerprint, error: drift };
}
