import { integer, option, string } from "@oclif/core/flags";
import { type Strategy, strategies } from "../change/strategy";
import type { Configuration, Flags } from "../config";
import type { Terminal } from "./terminal";

/** Where the project's entities, migrations and database are. */
export const projectFlags = {
  "data-source": string({
    char: "d",
    helpValue: "FILE",
    description:
      "The file that exports the project's DataSource. Default: data-source.ts, src/data-source.ts or schema.config.ts.",
    helpGroup: "PROJECT",
  }),
  entities: string({
    helpValue: "PATTERN",
    multiple: true,
    multipleNonGreedy: true,
    description: "Entity files, as a glob pattern, a file or a directory; may be given several times.",
    helpGroup: "PROJECT",
  }),
  migrations: string({
    helpValue: "DIRECTORY",
    description:
      "The directory of migrations. Default: what the data source says, else generated-migrations/.",
    helpGroup: "PROJECT",
  }),
  url: string({
    helpValue: "URL",
    description:
      "The database. Default: the data source's, else DATABASE_URL, else PGHOST or PGDATABASE, else the embedded PostgreSQL in .schema/.",
    helpGroup: "PROJECT",
  }),
  schema: string({
    helpValue: "NAME",
    description: "The database schema of entities that name none. Default: the data source's, else public.",
    helpGroup: "PROJECT",
  }),
};

/** What of the schema is compared. */
export const filterFlags = {
  include: string({
    helpValue: "PATTERN",
    multiple: true,
    multipleNonGreedy: true,
    description:
      "Compare only what matches, a kind and a name with * in it: table:billing.*; may be given several times.",
    helpGroup: "FILTER",
  }),
  exclude: string({
    helpValue: "PATTERN",
    multiple: true,
    multipleNonGreedy: true,
    description: "Leave alone what matches: audit.*, index:public.tmp_*; may be given several times.",
    helpGroup: "FILTER",
  }),
};

export const scratchFlag = string({
  helpValue: "URL",
  description:
    "A server to make temporary scratch databases on. Default: the target's own where its role may create databases, else the embedded PostgreSQL.",
});

export const strategyFlag = option({
  options: strategies,
  description:
    "How tables that are there already are changed: online, in steps that let others read and write meanwhile, or simple, in plain statements in one transaction. Default: the settings', else online.",
})();

export const timestampFlag = integer({
  helpValue: "MILLISECONDS",
  min: 1_000_000_000_000,
  max: 9_999_999_999_999,
  description: "The migration's timestamp, 13 digits; the clock's when left out.",
});

interface ProjectFlagValues {
  readonly "data-source"?: string | undefined;
  readonly entities?: string[] | undefined;
  readonly migrations?: string | undefined;
  readonly url?: string | undefined;
  readonly schema?: string | undefined;
  readonly include?: string[] | undefined;
  readonly exclude?: string[] | undefined;
  readonly strategy?: Strategy | undefined;
}

/** One configuration of flags, environment and data source. */
export async function configure(flags: ProjectFlagValues): Promise<Configuration> {
  const { settle } = await import("../config/settle.js");
  const { "data-source": dataSource, ...others } = flags;
  const { entities, migrations, url, schema, include, exclude, strategy } = others;
  const settings: Flags = { dataSource, entities, migrations, url, schema, include, exclude, strategy };
  return settle(settings);
}

/** For commands that use the project's database: says so when that is the embedded one. */
export async function configureDatabase(
  flags: ProjectFlagValues,
  terminal: Terminal,
): Promise<Configuration> {
  const configuration = await configure(flags);
  if (configuration.target.kind === "embedded")
    terminal.note("Using the embedded PostgreSQL in .schema/ (set DATABASE_URL or --url for a server).");
  const { mastersOf } = await import("../config/masters.js");
  for (const { message, hint } of mastersOf(configuration.project.options))
    terminal.note(`${message} ${hint}`);
  return configuration;
}
