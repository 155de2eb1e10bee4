export {
  apply,
  backup,
  type CheckOptions,
  check,
  type DiffOptions,
  type DriftOptions,
  diff,
  doctor,
  drift,
  type GenerateOptions,
  generate,
  history,
  journal,
  type ProjectOptions,
  rollback,
  type ScriptOptions,
  script,
  stamp,
  status,
  type UndoOptions,
  validate,
} from "./api";
export type {
  AppliedRef,
  ApplyEvent,
  ApplyOptions,
  ApplyResult,
  HistoryEntry,
  HistoryOptions,
  RollbackOptions,
  RollbackResult,
  StampOptions,
  StampResult,
  StatusResult,
} from "./apply";
export type { HookFunction, HookInfo, HookMoment, HookSetting, HookSettings } from "./config/hooks";
export { defineSettings, type Settings } from "./config/settings";
export * from "./decorators";
export type { DriftItem } from "./drift";
export { type ExitStatus, exitStatus, SchemaError } from "./errors";
export type { Finding } from "./health";
export type { Difference, Generated } from "./pipeline";
export type { BackupRequest, BackupResult } from "./workflows/backup";
export type { Checked } from "./workflows/check";
export type { DriftFound } from "./workflows/drift";
