import { string as stringArgument } from "@oclif/core/args";
import { boolean, option } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, filterFlags, projectFlags, scratchFlag, timestampFlag } from "../cli/flags";
import { interruptible } from "../cli/interrupt";
import type { Terminal } from "../cli/terminal";

const sources = ["database", "entities"] as const;

export default class Baseline extends SchemaCommand {
  static override summary = "Write the first migration of a database that is there already.";
  static override description =
    "For a database that synchronize(), another tool or a person made: writes the migration that makes what the entities describe of it, just as it is there, and marks it as applied to it, so that the next one begins where the database is. Shown in a scratch PostgreSQL to build the same elsewhere. What is not in the file is listed.";
  static override examples = [
    { description: "Take a database over.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "See the file first, and do nothing.",
      command: "<%= config.bin %> <%= command.id %> --dry-run",
    },
    {
      description: "Of the entities, where the database is known to be what they say.",
      command: "<%= config.bin %> <%= command.id %> --from entities",
    },
  ];
  static override args = {
    NAME: stringArgument({ description: "The migration's name.", default: "initial" }),
  };
  static override flags = {
    from: option({
      options: sources,
      default: "database" as const,
      description:
        "Write what is in the database of what the entities describe, or all that the entities describe.",
    })(),
    "dry-run": boolean({ description: "Print the file, and write and mark nothing." }),
    timestamp: timestampFlag,
    scratch: scratchFlag,
    ...filterFlags,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(Baseline);
    const configuration = await configureDatabase(flags, terminal);
    const { baseline } = await import("../workflows/adopt.js");
    const { baselineJson, baselineText } = await import("../report/baseline.js");
    const { from, timestamp, scratch, "dry-run": dryRun } = flags;
    const { note } = terminal;
    const result = await interruptible(terminal, (signal) =>
      baseline(configuration, {
        name: args.NAME,
        from,
        timestamp,
        scratch,
        dryRun,
        signal,
        onNote: note,
        onWait: note,
      }),
    );
    const directory = process.cwd();
    return { text: baselineText(result, directory), json: baselineJson(result, directory) };
  }
}
