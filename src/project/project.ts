import type * as typeorm from "typeorm";

/** The project's own copy of TypeORM, 0.3 or 1.x: what `require("typeorm")` gives inside the project. */
export type TypeOrm = typeof typeorm;

/** The data source options of PostgreSQL, the same in both lines of TypeORM as far as this tool reads them. */
export type PostgresOptions = Extract<typeorm.DataSourceOptions, { type: "postgres" }>;

/** An entity as TypeORM's options list it: a decorated class, or an `EntitySchema`. */
export type EntityTarget = NonNullable<Extract<PostgresOptions["entities"], readonly unknown[]>>[number];

/** A user's project: where it is, its TypeORM, and the options of its data source. */
export interface Project {
  /** Absolute. Relative paths in messages start here. */
  readonly root: string;
  readonly typeorm: TypeOrm;
  /** As its package.json says: `1.1.1`. */
  readonly typeormVersion: string;
  /** The data source file, absolute; null where the project has none. */
  readonly dataSourceFile: string | null;
  /** The data source's options; without a data source, `{ type: "postgres" }`. */
  readonly options: PostgresOptions;
  /** Absolute glob patterns of entity files: `--entities`, else the strings of `options.entities`, else the default. */
  readonly entityPatterns: readonly string[];
  /** Classes and EntitySchema objects that `options.entities` lists itself. */
  readonly entityTargets: readonly EntityTarget[];
}
