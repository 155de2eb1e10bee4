import { type Outcome, SchemaCommand } from "../cli/command";
import { configure, projectFlags } from "../cli/flags";

export default class Validate extends SchemaCommand {
  static override summary = "Look at the project's own files: configuration, entities, migrations, lock.";
  static override description =
    "Loads everything that other commands load and says what is wrong about it. Needs no database. Ends with status 1 when something is, 4 when migrations contradict each other.";
  static override examples = [
    { description: "Look at the project.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "List what is wrong, in a script.",
      command: "<%= config.bin %> <%= command.id %> --json | jq '.findings[] | select(.level == \"error\")'",
    },
  ];
  static override flags = projectFlags;

  protected override async work(): Promise<Outcome> {
    const { flags } = await this.parse(Validate);
    const configuration = await configure(flags);
    const { validate } = await import("../workflows/health.js");
    const { exitOf } = await import("../health/index.js");
    const { healthJson, healthText } = await import("../report/health.js");
    const findings = await validate(configuration);
    return { text: healthText(findings), json: healthJson(findings), exit: exitOf(findings) };
  }
}
