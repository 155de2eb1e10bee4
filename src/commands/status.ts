import { type Outcome, SchemaCommand } from "../cli/command";
import { configure, projectFlags } from "../cli/flags";
import type { Terminal } from "../cli/terminal";

export default class Status extends SchemaCommand {
  static override summary = "List the migrations that are applied and those that are pending.";
  static override description =
    "Reads the migration files and the database's record of what is applied. Changes nothing.";
  static override examples = [
    { description: "See where the database stands.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Count what is pending, in a script.",
      command: "<%= config.bin %> <%= command.id %> --json | jq '.pending | length'",
    },
  ];
  static override flags = projectFlags;

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Status);
    const configuration = await configure(flags, terminal);
    const { status } = await import("../workflows/deploy.js");
    const { statusJson, statusText } = await import("../report/status.js");
    const result = await status(configuration, { onWait: terminal.note });
    return { text: statusText(result, configuration.root), json: statusJson(result, configuration.root) };
  }
}
