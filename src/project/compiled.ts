/** One TypeScript file of the project as CommonJS. Paths are absolute. */
export interface CompiledFile {
  readonly file: string;
  /** Of its source. */
  readonly hash: string;
  /** Of everything else that its output may depend on, in the local files that it reaches. */
  readonly closure: string;
  /** Of what other files can notice of its source. */
  readonly shape: string;
  /** Its types can depend on the members of classes of other files, not only on their names. */
  readonly looksInside: boolean;
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
