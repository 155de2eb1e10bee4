import { string as stringArgument } from "@oclif/core/args";
import { option } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";
import { configure, projectFlags, scratchFlag } from "../cli/flags";
import { lintFormats } from "../workflows/lint/format";

export default class Lint extends SchemaCommand {
  static override summary = "Find what is dangerous about migrations, whoever wrote them.";
  static override description =
    `Replays the project's migrations in a scratch PostgreSQL, measures what each statement locks, reads and rewrites, and names the hazards with what to do instead. SQL scripts are run after all migrations. A hazard is accepted by a comment in its file: // schema-accept CODE: reason`;
  static override examples = [
    { description: "Look at every migration.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "Look at one, and at a script.",
      command: "<%= config.bin %> <%= command.id %> generated-migrations/1767225600000-initial.ts repair.sql",
    },
    {
      description: "Look at what the next apply would run.",
      command: "<%= config.bin %> <%= command.id %> current..head",
    },
    {
      description: "Show what is dangerous beside the lines of a pull request, in a workflow of GitHub.",
      command: "<%= config.bin %> <%= command.id %> current..head --format github",
    },
    {
      description: "List what nobody has accepted, in a script.",
      command:
        "<%= config.bin %> <%= command.id %> --json | jq '.files[].hazards[] | select(.accepted == null)'",
    },
  ];
  static override strict = false;
  static override args = {
    FILES: stringArgument({
      description:
        "Migration files, directories of them, names or ranges A..B of migrations, or SQL scripts; every migration when left out.",
    }),
  };
  static override flags = {
    format: option({
      options: lintFormats,
      default: "text",
      exclusive: ["json"],
      description:
        "For people; as annotations of a workflow of GitHub; or as a SARIF log, which code scanning reads.",
    })(),
    scratch: scratchFlag,
    ...projectFlags,
  };

  protected override async work(): Promise<Outcome> {
    const { flags, argv } = await this.parse(Lint);
    const configuration = await configure(flags);
    const { lint } = await import("../workflows/lint/index.js");
    const { lintExit, lintJson, lintRenderers } = await import("../report/lint/index.js");
    const directory = process.cwd();
    const result = await lint(configuration, { files: argv.map(String), directory, scratch: flags.scratch });
    // GitHub knows files by their place in the repository.
    const top = flags.format === "text" ? directory : (process.env.GITHUB_WORKSPACE ?? directory);
    return {
      text: lintRenderers[flags.format](result, top),
      json: lintJson(result, directory),
      exit: lintExit(result),
    };
  }
}
