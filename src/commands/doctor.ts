import { type Outcome, SchemaCommand } from "../cli/command";
import { configure, projectFlags } from "../cli/flags";
import type { Terminal } from "../cli/terminal";

export default class Doctor extends SchemaCommand {
  static override summary =
    "Look at the database: what would keep migrations from working, and what failed ones left.";
  static override description =
    "Versions, privileges, a pooler in between, extensions, clocks, pg_dump, who is in the way, invalid indexes, unvalidated constraints, leftovers: says what is wrong and what to do. Changes nothing. Ends with status 1 when something must be mended first.";
  static override examples = [
    { description: "Look at the database.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Before a deploy, as the role that deploys.",
      command: "<%= config.bin %> <%= command.id %> --url postgresql://deployer@db.example.com/shop",
    },
    {
      description: "List what deserves a look, in a script.",
      command: "<%= config.bin %> <%= command.id %> --json | jq '.findings[] | select(.level != \"ok\")'",
    },
  ];
  static override flags = projectFlags;

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { flags } = await this.parse(Doctor);
    const configuration = await configure(flags);
    const { doctor } = await import("../workflows/health.js");
    const { exitOf } = await import("../health/index.js");
    const { healthJson, healthText } = await import("../report/health.js");
    const findings = await doctor(configuration, { onWait: terminal.note });
    return { text: healthText(findings), json: healthJson(findings), exit: exitOf(findings) };
  }
}
