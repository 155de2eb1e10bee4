export {
  apply,
  backup,
  type DiffOptions,
  diff,
  doctor,
  type GenerateOptions,
  generate,
  history,
  type ProjectOptions,
  rollback,
  stamp,
  status,
  type UndoOptions,
  validate,
} from "./api";
export type {
  AppliedRef,
  ApplyOptions,
  ApplyResult,
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
export { type ExitStatus, exitStatus, SchemaError } from "./errors";
export type { Finding } from "./health";
export type { Difference, Generated } from "./pipeline";
export type { BackupRequest, BackupResult } from "./workflows/backup";
