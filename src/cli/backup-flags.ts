import { integer, string } from "@oclif/core/flags";
import { backupText } from "../report/backup";
import type { BackupResult } from "../workflows/backup";
import type { Terminal } from "./terminal";

/** Where backups are kept, how many, and by which programs; `dependsOn` for commands that may make none. */
export const backupFlags = (dependsOn: string[] = []) => ({
  backups: string({
    helpValue: "DIRECTORY",
    description: "Where backups are kept. Default: backups/.",
    dependsOn,
    helpGroup: "BACKUP",
  }),
  keep: integer({
    helpValue: "N",
    min: 1,
    description: "Remove all but the newest N backups of this database. Default: all stay.",
    dependsOn,
    helpGroup: "BACKUP",
  }),
  bin: string({
    helpValue: "DIRECTORY",
    description: "Where pg_dump and pg_restore are. Default: on the PATH.",
    dependsOn,
    helpGroup: "BACKUP",
  }),
});

interface BackupFlagValues {
  readonly backups?: string | undefined;
  readonly keep?: number | undefined;
  readonly bin?: string | undefined;
}

export function backupOptions({ backups, keep, bin }: BackupFlagValues, terminal: Terminal) {
  return {
    directory: backups,
    keep,
    bin,
    onWait: terminal.note,
    onBackup: (made: BackupResult) => terminal.progress(`${backupText(made, process.cwd())}\n`),
  };
}
