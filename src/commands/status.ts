import { boolean } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import type { Terminal } from "../cli/terminal";
import { exitStatus } from "../errors";

export default class Status extends SchemaCommand {
  static override summary =
    "Where the database stands: what is applied, pending, failed or wrong, and who is at work.";
  static override description =
    "Reads the migration files and what the database has recorded of them. Changes nothing, takes no lock. Ends with status 4 when the files and the record disagree: an edited, missing or late migration.";
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
