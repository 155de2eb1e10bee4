import { boolean, string } from "@oclif/core/flags";
import { backupFlags, backupOptions } from "../cli/backup-flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags, scratchFlag } from "../cli/flags";
import { interruptible } from "../cli/interrupt";
import { onePlace, placeArgument, toFlag } from "../cli/places";
import { runFlags, runOptions, scriptOptions } from "../cli/run-flags";
import type { Terminal } from "../cli/terminal";
import { runCommand } from "../cli/then";

export default class Apply extends SchemaCommand {
  static override summary = "Apply what is pending, oldest first.";
  static override description =
    `Runs each pending migration in a transaction of its own, together with its record. One that fails leaves the database as it was before it. Two runs at once: one waits, then finds nothing to do.`;
  static override examples = [
    { description: "Apply everything that is pending.", command: "<%= config.bin %> <%= command.id %>" },
    { description: "Apply the next migration only.", command: "<%= config.bin %> <%= command.id %> --to +1" },
    {
      description: "Apply up to a migration, named by the beginning of its name.",
      command: "<%= config.bin %> <%= command.id %> --to add-status-to-projects",
    },
    {
      description:
        "Stay out of the way of a busy database: try for a lock for half a second at a time, up to ten minutes.",
      command: "<%= config.bin %> <%= command.id %> --lock-timeout 500ms --wait 10min",
    },
    {
      description: "Keep a copy of the database first, and of older ones the newest five.",
      command: "<%= config.bin %> <%= command.id %> --backup --keep 5",
    },
    { description: "List what would be applied.", command: "<%= config.bin %> <%= command.id %> --dry-run" },
    {
      description: "Apply, then start the application.",
      command: '<%= config.bin %> <%= command.id %> --then "node dist/main.js"',
    },
    {
      description: "Write a script for psql instead.",
      command: "<%= config.bin %> <%= command.id %> --sql > deploy.sql",
    },
    {
      description: "The same for a database that is out of reach and stands at a known migration.",
      command: "<%= config.bin %> <%= command.id %> --sql add-status-to-projects..head > deploy.sql",
    },
  ];
  static override args = {
    TO: placeArgument("Where to stop, as --to; with --sql also a range A..B."),
  };
  static override flags = {
    to: toFlag("NAME|+N", "Stop after this migration, or after the next N."),
    "dry-run": boolean({ description: "List what would be applied, and do nothing.", exclusive: ["sql"] }),
    sql: boolean({ description: "Print a script for psql, its record keeping included, and do nothing." }),
    // biome-ignore lint/suspicious/noThenProperty: a flag's name.
    then: string({
      helpValue: "COMMAND",
      description:
        "When all is applied, run this command in a shell; its exit status is that of schema apply.",
      exclusive: ["sql", "dry-run"],
    }),
    "allow-out-of-order": boolean({
      description: "Run migrations that are older than one that is applied.",
      helpGroup: "RUN",
    }),
    "allow-missing": boolean({
      description: "Go on though no file has a migration that is applied.",
      helpGroup: "RUN",
    }),
    "allow-drift": boolean({
      description: "Go on though somebody changed what the migrations made.",
      helpGroup: "RUN",
    }),
    scratch: scratchFlag,
    backup: boolean({
      description: "Back the database up first, where anything is to be applied.",
      exclusive: ["dry-run", "sql"],
      helpGroup: "BACKUP",
    }),
    ...backupFlags(["backup"]),
    ...runFlags,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(Apply);
    const to = onePlace(args.TO, flags.to);
    const { sql, "dry-run": dryRun } = flags;
    const configuration = await configureDatabase(flags, terminal);
    const { apply, applyWithBackup, script } = await import("../workflows/deploy.js");
    const allowances = {
      allowOutOfOrder: flags["allow-out-of-order"],
      allowMissing: flags["allow-missing"],
    };
    if (sql) {
      const text = await script(configuration, {
        direction: "up",
        to,
        ...scriptOptions(flags),
        ...allowances,
        onWait: terminal.note,
      });
      if (text === "") terminal.note("Nothing to apply.");
      return { text, json: { sql: text } };
    }
    const { applyJson, applyText } = await import("../report/run.js");
    const { progressOn } = await import("../cli/progress.js");
    const result = await interruptible(terminal, (signal) => {
      const options = {
        to,
        dryRun,
        signal,
        ...runOptions(flags),
        ...allowances,
        allowDrift: flags["allow-drift"],
        scratch: flags.scratch,
        onEvent: progressOn(terminal, configuration.root),
        onWait: terminal.note,
      };
      return flags.backup
        ? applyWithBackup(configuration, options, { ...backupOptions(flags, terminal), signal })
        : apply(configuration, options);
    });
    const asked = { root: configuration.root, dryRun };
    const { then: command } = flags;
    return {
      text: applyText(result, asked),
      json: applyJson(result, asked),
      ...(command === undefined ? {} : { afterwards: () => runCommand(command, flags.json) }),
    };
  }
}
