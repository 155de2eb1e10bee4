import { boolean, string } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, projectFlags, scratchFlag } from "../cli/flags";
import type { Terminal } from "../cli/terminal";

export default class Rebase extends SchemaCommand {
  static override summary = "Put our migrations after those of another branch.";
  static override description =
    `After a merge of two branches that both added migrations: ours get new timestamps, and so new names, after theirs, and schema.lock is written anew. Ours is what a conflict in schema.lock says, else what is not applied to the database. Then ours run in a scratch database after theirs; one that no longer does there what it did is generated again, with what is written in its places. Without such a merge it takes edited files into schema.lock. What is applied is never moved.`;
  static override examples = [
    {
      description: "After a merge that ended with a conflict in schema.lock.",
      command: "<%= config.bin %> <%= command.id %>",
    },
    {
      description: "Say which migration the others shall follow.",
      command: "<%= config.bin %> <%= command.id %> --onto add-status-to-projects",
    },
    { description: "List what would be moved.", command: "<%= config.bin %> <%= command.id %> --dry-run" },
  ];
  static override flags = {
    onto: string({
      helpValue: "NAME",
      description: "The migration that ours shall follow; the beginning of its name or timestamp will do.",
    }),
    "dry-run": boolean({ description: "List what would be moved, and write nothing." }),
    scratch: scratchFlag,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Rebase);
    const { onto, "dry-run": dryRun } = flags;
    const configuration = await configureDatabase(flags, terminal);
    const { rebase } = await import("../workflows/rebase.js");
    const { rebasedExit, rebasedJson, rebasedText } = await import("../report/rebased.js");
    const result = await rebase(configuration, {
      onto,
      dryRun,
      scratch: flags.scratch,
      onNote: terminal.note,
      onWait: terminal.note,
    });
    const asked = { command: `${this.config.bin} rebase`, dryRun };
    return { text: rebasedText(result, asked), json: rebasedJson(result, asked), exit: rebasedExit(result) };
  }
}
