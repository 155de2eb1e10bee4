/**
 * How tables that are there already are changed: `online` in steps that let others read and write meanwhile, each
 * committed by itself; `simple` with one plain statement for each change.
 */
export const strategies = ["online", "simple"] as const;
export type Strategy = (typeof strategies)[number];

/** How statements are written, and for whom. */
export interface Manner {
  readonly strategy: Strategy;
  /** The server's `server_version_num`; null for statements that every version takes. */
  readonly version: number | null;
}

export const plainly: Manner = { strategy: "simple", version: null };
