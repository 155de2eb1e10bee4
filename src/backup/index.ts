export { type Dumped, dumpEmbedded, dumpServer } from "./dump";
export { type NamedObject, standingIn, tablesIn } from "./extras";
export { backupFile, kindOf, prepareDirectory, retain } from "./files";
export { openBackup, restoreServer } from "./restore";
