export { Backfill } from "./backfill";
export { Extension, type ExtensionOptions } from "./extension";
export { RenamedFrom, type RenamedFromDecorator } from "./renamed-from";
export {
  type SqlExpression,
  SqlIndex,
  type SqlIndexDecorator,
  type SqlIndexKey,
  type SqlIndexKeyOptions,
  type SqlIndexMethod,
  type SqlIndexOptions,
  sql,
} from "./sql-index";
export type { StorageParameters, StorageValue } from "./storage-parameters";
export { TableOptions } from "./table-options";
export { Using } from "./using";
