export { Extension, type ExtensionOptions } from "./extension";
export {
  type Sql,
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
