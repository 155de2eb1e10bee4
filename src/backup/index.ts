export { type Dumped, type DumpOptions, dumpEmbedded, dumpServer } from "./dump";
export { type Extra, type Standing, standingIn, tablesIn } from "./extras";
export { type BackupKind, backupFile, kindOf, prepareDirectory, retain } from "./files";
export { openBackup, type RestoreOptions, restoreServer } from "./restore";
