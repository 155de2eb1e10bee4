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
    const { status } = await import("../workflows/deploy.js");
    const { statusJson } = await import("../report/status.js");
    const result = await status(configuration, { onWait: terminal.note });
    const { database, applied } = statusJson(result, configuration.root);
    const current = applied.at(-1) ?? null;
    if (current === null) terminal.note("Nothing is applied.");
    return { text: current?.name ?? "", json: { database, current } };
  }
}
