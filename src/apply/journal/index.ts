export { type Author, thisRun } from "./author";
export { type Entry, type EntryMigration, type EntryOutcome, hashOf, type Operation } from "./entry";
export { type HistoryEntry, readHistory, readOpenRun } from "./history";
export { type Journal, type JournalPlace, noJournal, openJournal } from "./journal";
export { type FailedMigration, type LastOperation, readFailed, readLastOperation } from "./last";
export {
  type ScriptedJournal,
  type StepMoment,
  scriptedAnswersSql,
  scriptedEndSql,
  scriptedEntriesSql,
  scriptedListSql,
  scriptedStartSql,
  scriptedStepSql,
} from "./scripted";
export {
  type Ended,
  emptyJournal,
  type JournalState,
  readJournal,
  readVerified,
  type StepState,
  type StepStates,
  type Unfinished,
} from "./state";
export { createJournalSql, ensureSchemaSql, type JournalTable, journalTableOf, lockTableOf } from "./table";
