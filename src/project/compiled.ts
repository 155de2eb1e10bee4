/** One TypeScript file of the project as CommonJS. Paths are absolute. */
export interface CompiledFile {
  readonly file: string;
  /** Of its source. */
  readonly hash: string;
  /** Of its source and of everything local that it reaches: what its output may depend on. */
  readonly closure: string;
  readonly code: string;
  /** A source map, as JSON. */
  readonly map: string;
  /** It awaits at the top level, so that its exports are there only after a promise. */
  readonly isAsync: boolean;
  /** Files that it imports by specifiers which Node.js would not resolve so. */
  readonly imports: Readonly<Record<string, string>>;
  /** Local source and declaration files that its imports resolve to. */
  readonly reaches: readonly string[];
  /** The versions of the packages that it imports, by the directory of each. */
  readonly packages: Readonly<Record<string, string>>;
}
