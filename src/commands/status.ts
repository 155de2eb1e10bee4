import { boolean } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import type { Terminal } from "../cli/terminal";
import { exitStatus } from "../errors";

export default class Status extends SchemaCommand {
  static override summary = "List the migrations that are applied and those that are pending.";
  static override description =
    "Reads the migration files and the database's record of what is applied. Changes nothing. Ends with status 4 when the files and the record disagree: an edited, missing or late migration.";
  static override examples = [
    { description: "See where the database stands.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Fail with status 2 when a database is not up to date.",
      command: "<%= config.bin %> <%= command.id %> --exit-code",
    },
    {
      description: "Count what is pending, in a script.",
      command: "<%= config.bin %> <%= command.id %> --json | jq '.pending | length'",
    },
  ];
  static override flags = {
    "exit-code": boolean({ description: "End with status 2 when something is pending." }),
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Status);
    const configuration = await configureDatabase(flags, terminal);
    const { status } = await import("../workflows/deploy.js");
    const { statusJson, statusText } = await import("../report/status.js");
    const result = await status(configuration, { onWait: terminal.note });
    const pending = flags["exit-code"] && result.pending.length > 0 ? exitStatus.pending : exitStatus.done;
    return {
      text: statusText(result, configuration.root),
      json: statusJson(result, configuration.root),
      exit: result.problems.length > 0 ? exitStatus.refused : pending,
    };
  }
}
