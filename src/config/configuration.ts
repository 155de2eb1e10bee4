import type { Strategy } from "../change";
import type { Target } from "../postgres/database";
import type { Project } from "../project/project";
import type { Filters } from "./filters";
import type { HookSources } from "./hooks";

/** Flags and environment settled with the project's data source: everything a workflow needs to know. */
export interface Configuration {
  /** The project's directory, absolute. Relative paths in messages start here. */
  readonly root: string;
  readonly target: Target;
  /** The schema of entities that name none: `public` unless the data source or `--schema` says otherwise. */
  readonly defaultSchema: string;
  /** The project's own TypeORM and its options, entities loaded. */
  readonly project: Project;
  readonly migrations: {
    /** Where new files are written, absolute. */
    readonly directory: string;
    /** Glob patterns of the files that are read, absolute. */
    readonly patterns: readonly string[];
    /** Classes that the data source lists by themselves, not by file. */
    readonly classes: readonly MigrationClass[];
    /** TypeORM's `migrationsTableName`. */
    readonly table: string;
    /** Where that table is, where its name says so; else the default schema. */
    readonly schema?: string | undefined;
    /** What new migrations are written as: a class in TypeScript, the default, or JavaScript, or SQL scripts. */
    readonly format?: "ts" | "js" | "sql" | undefined;
    /** What shapes them, as `--template` takes it; the project's or the tool's own when left out. */
    readonly template?: string | undefined;
  };
  /** What of the schema is compared. */
  readonly filters: Filters;
  /** How tables that are there already are changed. */
  readonly strategy: Strategy;
  /** What runs around migrations. */
  readonly hooks: HookSources;
  /** What the settings make of the rules about hazards, by code. */
  readonly hazards: Readonly<Record<string, "error" | "warn" | "off">>;
}

// biome-ignore lint/complexity/noBannedTypes: a constructor of the project's own, of which nothing more is known.
export type MigrationClass = Function;
