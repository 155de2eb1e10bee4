import { boolean } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import type { Terminal } from "../cli/terminal";

export default class History extends SchemaCommand {
  static override summary = "List what is applied, in the order in which it was.";
  static override description = "Reads the database's record of applied migrations. Changes nothing.";
  static override examples = [
    { description: "List what is applied.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Everything that was ever done, by whom and how it ended.",
      command: "<%= config.bin %> <%= command.id %> --verbose",
    },
    {
      description: "List what is applied to another database.",
      command: "<%= config.bin %> <%= command.id %> --url postgresql://reader@db.example.com/shop",
    },
  ];
  static override flags = {
    verbose: boolean({
      char: "v",
      description: "Every operation from the journal: who, when, from where, each statement, how it ended.",
    }),
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(History);
    const configuration = await configureDatabase(flags, terminal);
    const { journal, status } = await import("../workflows/deploy.js");
    if (flags.verbose) {
      const { journalText } = await import("../report/journal.js");
      const entries = await journal(configuration, { onWait: terminal.note });
      return { text: journalText(entries), json: { entries } };
    }
    const { historyText, statusJson } = await import("../report/status.js");
    const result = await status(configuration, { onWait: terminal.note });
    const { database, applied } = statusJson(result, configuration.root);
    return { text: historyText(result, configuration.root), json: { database, applied } };
  }
}
