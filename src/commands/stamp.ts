import { boolean } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import { interruptible } from "../cli/interrupt";
import { onePlace, placeArgument, toFlag } from "../cli/places";
import { progressOn } from "../cli/progress";
import type { Terminal } from "../cli/terminal";
import { SchemaError } from "../errors";

export default class Stamp extends SchemaCommand {
  static override summary = "Mark migrations as applied without running them.";
  static override description =
    "For a database that is known to stand at a migration: records that one and all before it as applied, and no others. Nothing of the schema is touched. The journal keeps who said so.";
  static override examples = [
    {
      description: "The database is what all migrations make.",
      command: "<%= config.bin %> <%= command.id %> head",
    },
    {
      description: "It stands at this migration: what comes after it is pending.",
      command: "<%= config.bin %> <%= command.id %> add-status-to-projects",
    },
    {
      description: "Nothing is applied, whatever the record says.",
      command: "<%= config.bin %> <%= command.id %> base",
    },
    {
      description: "See what would be changed in the record.",
      command: "<%= config.bin %> <%= command.id %> head --dry-run",
    },
  ];
  static override args = { TO: placeArgument("Where the database stands.") };
  static override flags = {
    to: toFlag("NAME", "The same as the argument, for places that begin with a hyphen."),
    purge: boolean({ description: "Strike off the record as well what no file of the project has." }),
    "dry-run": boolean({ description: "List what would be changed, and do nothing." }),
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(Stamp);
    const to = onePlace(args.TO, flags.to);
    if (to === undefined) throw noPlace();
    const configuration = await configureDatabase(flags, terminal);
    const { stamp } = await import("../workflows/adopt.js");
    const { stampJson, stampText } = await import("../report/stamp.js");
    const result = await interruptible(terminal, (signal) =>
      stamp(configuration, {
        to,
        signal,
        purge: flags.purge,
        dryRun: flags["dry-run"],
        onEvent: progressOn(terminal, configuration.root),
        onWait: terminal.note,
      }),
    );
    return { text: stampText(result), json: stampJson(result, configuration.root) };
  }
}

function noPlace(): SchemaError {
  return new SchemaError({
    code: "USAGE",
    message: "Say where the database stands.",
    hint: "schema stamp head, schema stamp base, or schema stamp NAME; schema status lists the names.",
  });
}
