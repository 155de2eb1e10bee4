import { string as stringArgument } from "@oclif/core/args";
import { boolean, option, string } from "@oclif/core/flags";
import { sameCommand } from "../cli/again";
import { acceptFlag, acceptHazardFlag, answerFlags, answersOf, keepFlag } from "../cli/answers";
import { type Outcome, SchemaCommand } from "../cli/command";
import { converse } from "../cli/converse";
import {
  configure,
  configureDatabase,
  filterFlags,
  projectFlags,
  scratchFlag,
  strategyFlag,
  timestampFlag,
} from "../cli/flags";
import { fromFlag } from "../cli/from";
import type { Terminal } from "../cli/terminal";
import type { Configuration } from "../config";
import { exitStatus } from "../errors";
import type { EmptyRequest } from "../workflows/empty";

export default class Generate extends SchemaCommand {
  static override summary = "Write the migration that makes the database what the entities say.";
  static override description =
    `Finds what stands between the database and the entities, proves the way there and back in a scratch PostgreSQL, and writes both as one migration file. With nothing to do it says so and writes nothing.`;
  static override examples = [
    {
      description: "Write what has changed, named by what it does.",
      command: "<%= config.bin %> <%= command.id %>",
    },
    { description: "Give it a name.", command: "<%= config.bin %> <%= command.id %> add-status-to-projects" },
    {
      description: "A migration to fill in by hand.",
      command: "<%= config.bin %> <%= command.id %> backfill-slugs --empty",
    },
    {
      description: "Print the file, and write nothing.",
      command: "<%= config.bin %> <%= command.id %> --dry-run",
    },
    {
      description: "A column has a new name: keep its values.",
      command: "<%= config.bin %> <%= command.id %> --rename users.name=full_name",
    },
    {
      description: "Write the newest migration, not applied yet, again; what you wrote in it stays.",
      command: "<%= config.bin %> <%= command.id %> --amend",
    },
    {
      description: "In CI, without a database: fail with status 2 when a migration is missing.",
      command: "<%= config.bin %> <%= command.id %> --check --from migrations",
    },
  ];
  static override args = {
    NAME: stringArgument({ description: "The migration's name; made from the changes when left out." }),
  };
  static override flags = {
    empty: boolean({
      description: "Write a migration to fill in by hand. NAME says what for.",
      exclusive: ["check", "from", "scratch"],
    }),
    amend: boolean({
      description:
        "Write the newest migration again, which is not applied yet: from the entities as they are now, with all that is written in its places by hand.",
      exclusive: ["empty", "check", "format", "template"],
    }),
    "dry-run": boolean({ description: "Print the file, and write nothing." }),
    check: boolean({
      description: "End with status 2 when there is something to generate, and write nothing.",
      exclusive: ["dry-run"],
    }),
    from: fromFlag,
    scratch: scratchFlag,
    strategy: strategyFlag,
    proof: boolean({
      default: true,
      allowNo: true,
      description:
        "Show in the scratch PostgreSQL that up and down work, and what they cost; --no-proof leaves it out.",
    }),
    format: option({
      options: ["ts", "js", "sql"] as const,
      description:
        "What to write: a class in TypeScript or JavaScript, which TypeORM can run too, or a pair of SQL scripts. Default: what the settings say, else a class in the language of the project.",
    })(),
    template: string({
      helpValue: "NAME|FILE",
      description:
        "What shapes the file: the name of a file in templates/, or the path of any. Default: the project's templates/migration.ts, or migration.sql, else the tool's.",
    }),
    timestamp: timestampFlag,
    ...answerFlags,
    "keep-answers": keepFlag,
    accept: acceptFlag,
    "accept-hazard": acceptHazardFlag,
    ...filterFlags,
    ...projectFlags,
  };

  protected override async work(terminal: Terminal): Promise<Outcome> {
    const { args, flags } = await this.parse(Generate);
    const { check, from, scratch, timestamp, proof, format, template } = flags;
    const dryRun = flags["dry-run"] || check;
    const needsDatabase = !flags.empty && from !== "migrations";
    const configuration = await (needsDatabase ? configureDatabase(flags, terminal) : configure(flags));
    const shape = { timestamp, dryRun, format, template };
    if (flags.empty) return writeEmpty(configuration, { name: args.NAME ?? "", ...shape });
    const report = await import("../report/generated.js");
    const directory = process.cwd();
    const { generate } = await import("../pipeline.js");
    const { acceptedBy } = await import("../hazards/index.js");
    const options = {
      name: args.NAME,
      ...shape,
      from,
      scratch,
      proof,
      amend: flags.amend,
      acceptDataLoss: flags.accept?.includes("data-loss"),
      acceptedHazards: acceptedBy(flags["accept-hazard"] ?? []),
      acceptEdits: flags.accept?.includes("edits"),
      onNote: terminal.note,
    };
    const given = await answersOf(flags);
    const asks = terminal.interactive && !check && !flags.json;
    const result = asks
      ? await converse(configuration, { ...options, answers: given }, flags, terminal)
      : await generate(configuration, { ...options, answers: given });
    if (!check) {
      const command = sameCommand(this.config.bin, "generate", this.argv);
      return {
        text: report.generatedText(result, directory, command),
        json: report.generatedJson(result, directory, command),
        exit: report.generatedExit(result),
      };
    }
    const exit = result.status === "nothing" ? exitStatus.done : exitStatus.pending;
    return { text: report.checkText(result), json: report.checkJson(result), exit };
  }
}

async function writeEmpty(configuration: Configuration, request: EmptyRequest): Promise<Outcome> {
  const { empty } = await import("../workflows/empty.js");
  const { emptyJson, emptyText } = await import("../report/generated.js");
  const written = await empty(configuration, request);
  const directory = process.cwd();
  return { text: emptyText(written, directory), json: emptyJson(written, directory) };
}
