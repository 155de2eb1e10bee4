/** A file of the project that has run. */
export interface LoadedModule {
  /** Absolute. */
  readonly file: string;
  /**
   * What it exports, by name. A CommonJS file whose `module.exports` is itself one thing (a class, an instance)
   * exports it under the name `module.exports`.
   */
  readonly exports: ReadonlyMap<string, unknown>;
}

/** Loads TypeScript and JavaScript files of one project, CommonJS or ESM, TypeScript as `tsc` would compile it. */
export interface Loader {
  /** Loads absolute file names, in this order; a file that loaded before is not run again. Throws `SchemaError`. */
  load(files: readonly string[]): Promise<readonly LoadedModule[]>;
}

/** The loader of the project in `root`, always the same one. */
export function createLoader(root: string): Loader {
  throw new Error(`not built yet: ${root}`);
}
