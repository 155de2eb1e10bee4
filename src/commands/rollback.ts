import { boolean, integer, option } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags } from "../cli/flags";
import { agreesToLosses } from "../cli/going-down";
import { interruptible } from "../cli/interrupt";
import { onePlace, placeArgument, toFlag } from "../cli/places";
import { runFlags, runOptions, scriptOptions } from "../cli/run-flags";
import type { Terminal } from "../cli/terminal";

export default class Rollback extends SchemaCommand {
  static override summary = "Undo the migration that was applied last, or several.";
  static override description =
    `Runs down of each migration, the last applied first, each in a transaction of its own, together with its record. What going down destroys stands in the head of the migration file.`;
  static override examples = [
    { description: "Undo the last migration.", command: "<%= config.bin %> <%= command.id %>" },
    { description: "Undo the last three.", command: "<%= config.bin %> <%= command.id %> --steps 3" },
    {
      description: "Go back to where this migration was the last.",
      command: "<%= config.bin %> <%= command.id %> --to add-status-to-projects",
    },
    {
      description: "See what undoing everything would do.",
      command: "<%= config.bin %> <%= command.id %> --to base --dry-run",
    },
    {
      description: "Undo it though data goes with it.",
      command: "<%= config.bin %> <%= command.id %> --accept data-loss",
    },
    {
      description: "Write a script for psql instead.",
      command: "<%= config.bin %> <%= command.id %> --sql > undo.sql",
    },
    {
      description:
        "The same for a database that is out of reach: from the newest migration back to this one.",
      command: "<%= config.bin %> <%= command.id %> --sql head..add-status-to-projects > undo.sql",
    },
  ];
  static override args = {
    TO: placeArgument("Where to go back to, as --to; with --sql also a range A..B."),
  };
  static override flags = {
    to: toFlag("NAME|base", "Undo what was applied after this migration, which stays."),
    steps: integer({
      helpValue: "N",
      min: 1,
      exclusive: ["to"],
      description: "How many to undo; one when left out, or what was left unfinished.",
    }),
    "dry-run": boolean({ description: "List what would be undone, and do nothing.", exclusive: ["sql"] }),
    sql: boolean({ description: "Print a script for psql, its record keeping included, and do nothing." }),
    accept: option({
      options: ["data-loss"] as const,
      description: "Let the data go that undoing destroys.",
    })(),
    ...runFlags,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(Rollback);
    const to = onePlace(args.TO, flags.to);
    const { steps, sql, "dry-run": dryRun } = flags;
    const configuration = await configureDatabase(flags, terminal);
    const { rollback, script } = await import("../workflows/deploy.js");
    if (sql) {
      const text = await script(configuration, {
        direction: "down",
        to,
        steps,
        ...scriptOptions(flags),
        onWait: terminal.note,
      });
      if (text === "") terminal.note("Nothing to roll back.");
      return { text, json: { sql: text } };
    }
    const { rollbackJson, rollbackText } = await import("../report/run.js");
    const { progressOn } = await import("../cli/progress.js");
    const acceptDataLoss =
      flags.accept === "data-loss" ||
      (terminal.interactive &&
        !flags.json &&
        !dryRun &&
        (await agreesToLosses(configuration, { to, steps })));
    const result = await interruptible(terminal, (signal) =>
      rollback(configuration, {
        to,
        steps,
        dryRun,
        acceptDataLoss,
        signal,
        ...runOptions(flags),
        onEvent: progressOn(terminal, configuration.root),
        onWait: terminal.note,
      }),
    );
    const asked = { root: configuration.root, dryRun };
    return { text: rollbackText(result, asked), json: rollbackJson(result, asked) };
  }
}
