export { type Dumped, type DumpOptions, dumpEmbedded, dumpServer } from "./dump";
export { type BackupKind, backupFile, kindOf, prepareDirectory, retain } from "./files";
export {
  type Extra,
  extrasIn,
  openBackup,
  type RestoreOptions,
  restoreServer,
  tablesIn,
} from "./restore";
