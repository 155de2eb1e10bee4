/**
 * How tables that are there already are changed: `online` in steps that let others read and write meanwhile, each
 * committed by itself; `simple` with one plain statement for each change.
 */
export const strategies = ["online", "simple"] as const;
export type Strategy = (typeof strategies)[number];
