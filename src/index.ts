export {
  apply,
  type DiffOptions,
  diff,
  type GenerateOptions,
  generate,
  type ProjectOptions,
  rollback,
  status,
} from "./api";
export type { ApplyOptions, ApplyResult, RollbackOptions, RollbackResult, StatusResult } from "./apply";
export type { HookFunction, HookInfo, HookMoment, HookSetting, HookSettings } from "./config/hooks";
export { defineSettings, type Settings } from "./config/settings";
export * from "./decorators";
export { type ExitStatus, exitStatus, SchemaError } from "./errors";
export type { Difference, Generated } from "./pipeline";
