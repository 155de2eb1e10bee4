import { boolean } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configureDatabase, filterFlags, projectFlags, scratchFlag } from "../cli/flags";
import type { Terminal } from "../cli/terminal";
import { exitStatus } from "../errors";

export default class Drift extends SchemaCommand {
  static override summary = "Show what somebody changed in the database by hand.";
  static override description =
    `Runs the applied migrations in a scratch database and compares what they make with the database, object by object, with the statements that lead back. What no migration made, and what entities cannot say, is nobody's drift. Changes nothing.`;
  static override examples = [
    {
      description: "See what is not as the migrations left it.",
      command: "<%= config.bin %> <%= command.id %>",
    },
    {
      description: "Fail with status 2 when somebody changed the schema, every night.",
      command:
        "<%= config.bin %> <%= command.id %> --exit-code --url postgresql://reader@db.example.com/shop",
    },
    {
      description: "Write the statements that lead back as a script, to be read before it is run.",
      command: "<%= config.bin %> <%= command.id %> --sql > repair.sql",
    },
  ];
  static override flags = {
    "exit-code": boolean({ description: "End with status 2 when there is drift." }),
    sql: boolean({ description: "Print the statements that lead back, alone." }),
    scratch: scratchFlag,
    ...filterFlags,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Drift);
    const configuration = await configureDatabase(flags, terminal);
    const { drift } = await import("../workflows/drift.js");
    const { driftJson, driftText } = await import("../report/drift.js");
    const found = await drift(configuration, { scratch: flags.scratch, onWait: terminal.note });
    return {
      text: flags.sql ? found.script : driftText(found),
      json: driftJson(found),
      exit: flags["exit-code"] && found.items.length > 0 ? exitStatus.pending : exitStatus.done,
    };
  }
}
