export { amendSql } from "./amend-sql";
export { type ByHand, withByHand } from "./by-hand";
export { checksumOf } from "./checksum";
export { styleIn, styleOf } from "./class-style";
export { nameOf } from "./describe";
export { type Destroyed, destroyedByDown, renamesOnItsWayDown } from "./destroyed";
export { loadDraft } from "./draft";
export { indexesMadeBy } from "./index-ownership";
export type { Format } from "./language";
export {
  type Branches,
  branchesOf,
  findLockProblems,
  isGrave,
  isHeadTheirs,
  type LockedFile,
  type LockProblem,
  type LockUpdate,
  lockedFilesOf,
  lockProblems,
  lockWith,
  readLock,
  readLockText,
  refuseMeanwhile,
  renamedIn,
  renderLock,
  writeLock,
} from "./lock";
export type { Migration, MigrationSource, SchemaWay } from "./migration";
export { type Moved, moved, wayBackOf, writeMoved } from "./move";
export { fileNamesOf, type MigrationName, migrationName, titleOf } from "./names";
export { tablesMadeBy } from "./ownership";
export { isGenerated } from "./places";
export { readAmbiguous, readMigrations } from "./read";
export { type MigrationText, renderEmptyMigration, renderMigration } from "./render";
export { renderEmptySql, renderSql, runsInTransaction, type SqlTexts } from "./render-sql";
export { emptyReview, type Review, type ReviewedChange } from "./review";
export { statementsOf } from "./scan-relations";
export { scanScript } from "./scan-script";
export { scanSql } from "./scan-sql";
export { leadingElsewhere } from "./schema-way";
export { sqlMigration } from "./sql-files";
export { shippedTemplate } from "./template";
export { isShipped, templateOf } from "./templates";
export { nextTimestamp } from "./timestamps";
export { rewriteMigration, writeMigration } from "./write";
