import { string as stringArgument } from "@oclif/core/args";
import { boolean, string } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { confirmed } from "../cli/confirm";
import { configureDatabase, projectFlags } from "../cli/flags";
import { interruptible } from "../cli/interrupt";
import type { Terminal } from "../cli/terminal";

export default class Restore extends SchemaCommand {
  static override summary = "Make the database what it was when a backup was made.";
  static override description =
    "Puts what the file holds in the place of what is in the database, in one transaction, whole or not at all. What came after the backup goes. Asks first; without a terminal it needs --yes.";
  static override examples = [
    {
      description: "Go back to a backup.",
      command: "<%= config.bin %> <%= command.id %> backups/shop-2026-11-21T08-13-05-240Z.dump",
    },
    {
      description: "Into another database, as the role that connects there.",
      command:
        "<%= config.bin %> <%= command.id %> backups/shop-2026-11-21T08-13-05-240Z.dump --into postgresql://localhost/copy --no-owners --yes",
    },
  ];
  static override args = {
    FILE: stringArgument({ required: true, description: "What `schema backup` or pg_dump wrote." }),
  };
  static override flags = {
    yes: boolean({ char: "y", description: "Do not ask." }),
    into: string({
      helpValue: "URL",
      description: "Another database than the project's.",
      exclusive: ["url"],
    }),
    owners: boolean({
      default: true,
      allowNo: true,
      description:
        "Give everything back to its owner, with its grants; --no-owners makes the role that connects the owner.",
    }),
    bin: string({
      helpValue: "DIRECTORY",
      description: "Where pg_restore and psql are. Default: on the PATH.",
    }),
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(Restore);
    const { into, yes, owners, bin, url } = flags;
    const configuration = await configureDatabase({ ...flags, url: into ?? url }, terminal);
    const { restore } = await import("../workflows/backup.js");
    const report = await import("../report/backup.js");
    const result = await interruptible(terminal, (signal) =>
      restore(configuration, {
        file: args.FILE,
        owners,
        bin,
        signal,
        confirm: (replaced) => confirmed(terminal, yes, report.replacedText(replaced)),
        onWait: terminal.note,
      }),
    );
    const directory = process.cwd();
    return { text: report.restoreText(result, directory), json: report.restoreJson(result, directory) };
  }
}
