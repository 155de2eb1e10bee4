import { type Outcome, SchemaCommand } from "../cli/command";
import { configure, filterFlags, projectFlags, scratchFlag } from "../cli/flags";
import type { Terminal } from "../cli/terminal";

export default class Check extends SchemaCommand {
  static override summary = "Check that the migrations make what the entities say.";
  static override description =
    `Runs the migrations in a scratch database and compares what they make with the entities, looks whether the files are those of schema.lock, and, where a database can be asked, whether they are those that were applied. Changes nothing. Ends with status 2 when a migration is missing, with 4 when a file is not what it was. What is pending is \`status --exit-code\`'s question, and whether the database was changed by hand \`drift --exit-code\`'s.`;
  static override examples = [
    {
      description: "In CI, with or without a database.",
      command: "<%= config.bin %> <%= command.id %>",
    },
    {
      description: "List what is wrong, in a script.",
      command: "<%= config.bin %> <%= command.id %> --json | jq '.problems[].message'",
    },
  ];
  static override flags = { scratch: scratchFlag, ...filterFlags, ...projectFlags };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Check);
    const configuration = await configure(flags);
    const { check } = await import("../workflows/check.js");
    const { checkedExit, checkedJson, checkedText } = await import("../report/check.js");
    const result = await check(configuration, { scratch: flags.scratch, onNote: terminal.note });
    return { text: checkedText(result), json: checkedJson(result), exit: checkedExit(result) };
  }
}
