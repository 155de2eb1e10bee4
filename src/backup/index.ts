export { type Dumped, type DumpOptions, dumpEmbedded, dumpServer } from "./dump";
export { type Extra, extrasIn } from "./extras";
export { type BackupKind, backupFile, kindOf, prepareDirectory, retain } from "./files";
export {
  openBackup,
  type RestoreOptions,
  restoreServer,
  tablesIn,
} from "./restore";
