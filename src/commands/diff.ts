import { boolean } from "@oclif/core/flags";
import { sameCommand } from "../cli/again";
import { answerFlags, answersOf } from "../cli/answers";
import { type Outcome, SchemaCommand } from "../cli/command";
import {
  configure,
  configureDatabase,
  filterFlags,
  projectFlags,
  scratchFlag,
  strategyFlag,
} from "../cli/flags";
import { fromFlag } from "../cli/from";
import type { Terminal } from "../cli/terminal";
import { exitStatus } from "../errors";

export default class Diff extends SchemaCommand {
  static override summary = "Show what stands between the database and the entities.";
  static override description =
    "Prints the difference as a unified diff of the definitions, then the statements that `generate` would write. Changes nothing.";
  static override examples = [
    { description: "See what has changed.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Only the statements, as a script for psql.",
      command: "<%= config.bin %> <%= command.id %> --sql",
    },
    {
      description: "Fail with status 2 when a database has drifted from the entities.",
      command:
        "<%= config.bin %> <%= command.id %> --exit-code --url postgresql://reader@db.example.com/shop",
    },
  ];
  static override flags = {
    sql: boolean({ description: "Print the statements alone, as a script for psql." }),
    "exit-code": boolean({ description: "End with status 2 when there is a difference." }),
    unmanaged: boolean({
      description:
        "List as well what no migration will touch, since entities do not say it; --json always does.",
    }),
    from: fromFlag,
    scratch: scratchFlag,
    strategy: strategyFlag,
    ...answerFlags,
    ...filterFlags,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Diff);
    const { from, scratch, sql } = flags;
    const configuration = await (from === "migrations"
      ? configure(flags)
      : configureDatabase(flags, terminal));
    const { difference } = await import("../pipeline.js");
    const { differenceJson, differenceText } = await import("../report/difference.js");
    const { differenceScript } = await import("../workflows/compare.js");
    const found = await difference(configuration, {
      from,
      scratch,
      unmanaged: flags.unmanaged || flags.json,
      onNote: terminal.note,
      answers: await answersOf(flags),
    });
    const exit = flags["exit-code"] && found.changes.length > 0 ? exitStatus.pending : exitStatus.done;
    const command = sameCommand(this.config.bin, "diff", this.argv);
    const text = sql ? differenceScript(found) : differenceText(found, command);
    return { text, json: differenceJson(found, command), exit };
  }
}
