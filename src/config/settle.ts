import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { config as readEnvironmentFile } from "dotenv";
import type { Strategy } from "../change";
import { SchemaError } from "../errors";
import {
  type EntityTarget,
  expandPatterns,
  type PostgresOptions,
  type Project,
  resolveTypeOrm,
} from "../project";
import type { Configuration } from "./configuration";
import { findDataSource, type LoadedDataSource, loadDataSource } from "./data-source";
import { parseFilter } from "./filters";
import { settleHooks } from "./hooks";
import { languageOf } from "./language";
import { settleMigrations } from "./migrations";
import type { Settings } from "./settings";
import { settleTarget } from "./target";

/** What the command line says; every one overrides the data source. */
export interface Flags {
  /** The project's directory; the working directory unless told otherwise. */
  readonly root?: string | undefined;
  readonly dataSource?: string | undefined;
  /** Glob patterns, files or directories. */
  readonly entities?: readonly string[] | undefined;
  /** The directory of migrations. */
  readonly migrations?: string | undefined;
  readonly url?: string | undefined;
  readonly schema?: string | undefined;
  /** Patterns of what alone is compared, instead of the settings' own. */
  readonly include?: readonly string[] | undefined;
  /** How tables that are there already are changed, instead of the settings' own. */
  readonly strategy?: Strategy | undefined;
  /** Patterns of what is left alone, beside the settings' own. */
  readonly exclude?: readonly string[] | undefined;
}

/** One answer to every question that flags, environment and data source could answer differently. Connects to nothing. */
export async function settle(flags: Flags = {}): Promise<Configuration> {
  const root = resolve(flags.root ?? ".");
  // Before the data source runs, since it reads the environment; what is set already stays.
  readEnvironmentFile({ path: join(root, ".env"), quiet: true });
  const { project, settings } = await settleProject(root, flags);
  await requireSomething(project, flags);
  return {
    root,
    target: settleTarget(root, flags.url, project.options, process.env),
    defaultSchema: project.options.schema ?? "public",
    project,
    migrations: {
      ...settleMigrations(root, flags.migrations, project.options),
      format: settings.format ?? (await languageOf(project)),
      template: settings.template,
    },
    strategy: flags.strategy ?? settings.strategy ?? "online",
    hooks: settleHooks(root, settings.hooks),
    hazards: settings.hazards ?? {},
    filters: {
      include: (flags.include ?? settings.include ?? []).map(parseFilter),
      exclude: [...(settings.exclude ?? []), ...(flags.exclude ?? [])].map(parseFilter),
    },
  };
}

interface SettledProject {
  readonly project: Project;
  readonly settings: Settings;
}

async function settleProject(root: string, flags: Flags): Promise<SettledProject> {
  const dataSourceFile = findDataSource(root, flags.dataSource);
  const { typeorm, version } = resolveTypeOrm(dataSourceFile ? dirname(dataSourceFile) : root);
  const found: LoadedDataSource = dataSourceFile
    ? await loadDataSource(root, dataSourceFile)
    : { options: { type: "postgres" }, settings: {} };
  const options = flags.schema === undefined ? found.options : { ...found.options, schema: flags.schema };
  const listed = flags.entities ?? listedIn(options.entities);
  const patterns = listed.filter((item) => typeof item === "string");
  const targets = listed.filter((item): item is Exclude<EntityTarget, string> => typeof item !== "string");
  const project: Project = {
    root,
    typeorm,
    typeormVersion: version,
    dataSourceFile,
    options,
    entityPatterns: (listed.length > 0 ? patterns : [defaultEntities]).map((pattern) =>
      patternOf(root, pattern),
    ),
    entityTargets: targets,
  };
  return { project, settings: found.settings };
}

const defaultEntities = "entities/**/*.{ts,js}";

/** TypeORM takes an array, or an object whose keys do not matter. */
function listedIn(entities: PostgresOptions["entities"]): readonly EntityTarget[] {
  return Object.values<EntityTarget>(entities ?? []);
}

/** A directory stands for the code in it. */
function patternOf(root: string, pattern: string): string {
  const path = resolve(root, pattern);
  return existsSync(path) && statSync(path).isDirectory() ? join(path, "**/*.{ts,js}") : path;
}

/** An empty directory is not a project whose tables should all be dropped. */
async function requireSomething(project: Project, flags: Flags): Promise<void> {
  if (project.dataSourceFile || flags.entities?.length || flags.migrations) return;
  if (existsSync(join(project.root, "generated-migrations"))) return;
  if ((await expandPatterns(project.root, project.entityPatterns)).length > 0) return;
  throw new SchemaError({
    code: "NO_ENTITIES",
    message: `There is neither a data source file nor a file in entities/ in ${project.root}.`,
    hint: "Run `schema init` to start a project, or say where they are: --data-source FILE, or --entities PATTERN.",
  });
}
