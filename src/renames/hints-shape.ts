import { z } from "zod";

const record = z.record(z.string(), z.string()).default({});

/** What a hints file may hold: each part as the flag of that name takes it, at its equals sign taken apart. */
const hintsSchema = z.strictObject({
  $schema: z.string().optional(),
  renames: record,
  drops: z.array(z.string()).default([]),
  using: record,
  usingBack: record,
  backfill: record,
  map: record,
});

export type Hints = z.infer<typeof hintsSchema>;

/** What a hints file holds, or what is wrong with it, in words. */
export function hintsIn(document: unknown): Hints | string {
  const { data, error } = hintsSchema.safeParse(document);
  return error === undefined ? data : z.prettifyError(error);
}
