export { type Amended, amendMigration } from "./amend";
export { type ByHand, withByHand } from "./by-hand";
export { checksumOf } from "./checksum";
export { nameOf } from "./describe";
export { loadDraft } from "./draft";
export { indexesMadeBy } from "./index-ownership";
export {
  type Branches,
  branchesOf,
  findLockProblems,
  isGrave,
  isHeadTheirs,
  type LockedFile,
  type LockProblem,
  lockedFilesOf,
  lockName,
  lockProblems,
  lockWith,
  readLock,
  renderLock,
  writeLock,
} from "./lock";
export type { Migration } from "./migration";
export { type Moved, moved, writeMoved } from "./move";
export { type MigrationName, migrationName, titleOf } from "./names";
export { tablesMadeBy } from "./ownership";
export { readAmbiguous, readMigrations } from "./read";
export { type MigrationText, renderEmptyMigration, renderMigration } from "./render";
export { emptyReview, type Review, type ReviewedChange } from "./review";
export { statementsOf } from "./scan-relations";
export { scanScript } from "./scan-script";
export { scanSql } from "./scan-sql";
export type { Template } from "./template";
export { nextTimestamp } from "./timestamps";
export { rewriteMigration, writeMigration } from "./write";
