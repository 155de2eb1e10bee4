import { backupFlags, backupOptions } from "../cli/backup-flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import { interruptible } from "../cli/interrupt";
import type { Terminal } from "../cli/terminal";

export default class Backup extends SchemaCommand {
  static override summary = "Keep a copy of the database in a file.";
  static override description =
    "A server's by pg_dump, in its custom format, which pg_restore then lists to see that it can be read; the embedded database as an archive of its own. The file is called by the database, the date and the time.";
  static override examples = [
    { description: "Into backups/.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Keep the newest seven.",
      command: "<%= config.bin %> <%= command.id %> --keep 7",
    },
    {
      description: "With the pg_dump of another version.",
      command: "<%= config.bin %> <%= command.id %> --bin /usr/lib/postgresql/18/bin",
    },
  ];
  static override flags = { ...backupFlags(), ...projectFlags };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Backup);
    const configuration = await configureDatabase(flags, terminal);
    const { backup } = await import("../workflows/backup.js");
    const { backupJson, backupText } = await import("../report/backup.js");
    const result = await interruptible(terminal, (signal) =>
      backup(configuration, { ...backupOptions(flags, terminal), signal }),
    );
    const directory = process.cwd();
    return { text: backupText(result, directory), json: backupJson(result, directory) };
  }
}
