import { resolve } from "node:path";
import { string as stringArgument } from "@oclif/core/args";
import { boolean } from "@oclif/core/flags";
import { type Outcome, SchemaCommand } from "../cli/command";

export default class Init extends SchemaCommand {
  static override summary = "Write the files of a new project.";
  static override description =
    "A data source, an entity to begin with, a directory of migrations, a docker-compose.yml with PostgreSQL, and a CI workflow. A file that is there already is left as it is.";
  static override examples = [
    { description: "Here.", command: "<%= config.bin %> <%= command.id %>" },
    {
      description: "In a directory of its own, with a template for migrations.",
      command: "<%= config.bin %> <%= command.id %> shop --templates",
    },
  ];
  static override args = {
    DIRECTORY: stringArgument({
      description: "Where the project is to be; the working directory when left out.",
    }),
  };
  static override flags = {
    templates: boolean({
      description: "Also templates/migration.ts and migration.sql, the shapes of generated migrations.",
    }),
  };

  protected override async work(): Promise<Outcome> {
    const { args, flags } = await this.parse(Init);
    const { init } = await import("../init/init.js");
    const { initializedJson, initializedText } = await import("../report/initialized.js");
    const result = await init(resolve(args.DIRECTORY ?? "."), { templates: flags.templates });
    return { text: initializedText(result), json: initializedJson(result) };
  }
}
