import type { Configuration } from "./configuration";

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
}

export async function settle(flags: Flags = {}): Promise<Configuration> {
  throw new Error(`not built yet: ${flags.root}`);
}
