export { type ApplyOptions, type ApplyResult, apply } from "./apply";
export type { ApplyEvent, Direction, LockHolder, Ran } from "./events";
export { plannedMigration } from "./planned";
export { recordTableOf } from "./record";
export type { MigrationRef } from "./references";
export { replay } from "./replay";
export { type RollbackOptions, type RollbackResult, rollback } from "./rollback";
export { renderScript, type ScriptItem, type ScriptOptions, script } from "./script";
export { current, history, type StatusResult, status } from "./status";
