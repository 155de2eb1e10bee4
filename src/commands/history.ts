import { boolean, integer } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import { rangeArgument } from "../cli/places";
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
      description: "The last five operations.",
      command: "<%= config.bin %> <%= command.id %> --verbose --limit 5",
    },
    {
      description: "What was done with the migrations after this one.",
      command: "<%= config.bin %> <%= command.id %> add-status-to-projects.. --verbose",
    },
    {
      description: "List what is applied to another database.",
      command: "<%= config.bin %> <%= command.id %> --url postgresql://reader@db.example.com/shop",
    },
  ];
  static override args = { RANGE: rangeArgument("Only these; everything when left out.") };
  static override flags = {
    verbose: boolean({
      char: "v",
      description: "Every operation from the journal: who, when, from where, each statement, how it ended.",
    }),
    limit: integer({
      helpValue: "N",
      min: 1,
      description: "The newest N only: migrations, or with --verbose operations.",
    }),
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(History);
    const configuration = await configureDatabase(flags, terminal);
    const { history, journal } = await import("../workflows/deploy.js");
    const { labelOf } = await import("../postgres/index.js");
    const options = { range: args.RANGE, limit: flags.limit, onWait: terminal.note };
    if (flags.verbose) {
      const { journalText } = await import("../report/journal.js");
      const entries = await journal(configuration, options);
      return { text: journalText(entries), json: { entries } };
    }
    const { historyJson, historyText } = await import("../report/history.js");
    const applied = await history(configuration, options);
    const { root, target } = configuration;
    return {
      text: historyText(applied, root, args.RANGE),
      json: historyJson(labelOf(target), applied, root),
    };
  }
}
