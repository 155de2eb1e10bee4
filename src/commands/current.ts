import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import type { Terminal } from "../cli/terminal";

export default class Current extends SchemaCommand {
  static override summary = "Print the name of the migration that was applied last.";
  static override description = "Reads the database's record of applied migrations. Changes nothing.";
  static override examples = [
    {
      description: "Print the name of the last applied migration.",
      command: "<%= config.bin %> <%= command.id %>",
    },
    {
      description: "Remember where the database stood, and go back there.",
      command:
        'BEFORE=$(<%= config.bin %> <%= command.id %>); <%= config.bin %> apply; <%= config.bin %> rollback --to "$BEFORE"',
    },
  ];
  static override flags = projectFlags;

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Current);
    const configuration = await configureDatabase(flags, terminal);
    const { history } = await import("../workflows/deploy.js");
    const { historyJson } = await import("../report/history.js");
    const { labelOf } = await import("../postgres/index.js");
    const { root, target } = configuration;
    const newest = await history(configuration, { limit: 1, onWait: terminal.note });
    const { database, applied } = historyJson(labelOf(target), newest, root);
    const [current = null] = applied;
    if (current === null) terminal.note("Nothing is applied.");
    return { text: current?.name ?? "", json: { database, current } };
  }
}
