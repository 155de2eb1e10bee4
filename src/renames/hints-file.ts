import { readFile } from "node:fs/promises";
import { z } from "zod";
import { type Answers, noAnswers } from "../change";
import { SchemaError } from "../errors";
import { parseColumnSql, parseDrop, parseMap, parseRename } from "./hints";

const record = z.record(z.string(), z.string()).default({});

/** What a hints file may hold: each part as the flag of that name takes it, at its equals sign taken apart. */
const hintsSchema = z.strictObject({
  $schema: z.string().optional(),
  renames: record,
  drops: z.array(z.string()).default([]),
  using: record,
  backfill: record,
  map: record,
});

/** Reads a hints file: `{"renames": {"users.name": "full_name"}, "drops": ["users.ssn"]}`. Throws `HINTS_FILE`. */
export async function readHintsFile(file: string): Promise<Answers> {
  const { renames, drops, using, backfill, map } = await readHintsJson(file);
  const texts = (entries: Readonly<Record<string, string>>) =>
    Object.entries(entries).map(([from, to]) => `${from}=${to}`);
  return {
    ...noAnswers,
    renames: texts(renames).map((text) => parseRename(text, "file")),
    drops: drops.map((text) => parseDrop(text, "file")),
    usings: texts(using).map((text) => parseColumnSql(text, "file")),
    backfills: texts(backfill).map((text) => parseColumnSql(text, "file")),
    maps: texts(map).map((text) => parseMap(text, "file")),
  };
}

/** What the file holds, as it is written. */
export async function readHintsJson(file: string): Promise<z.infer<typeof hintsSchema>> {
  const parsed = hintsSchema.safeParse(await readJson(file));
  if (!parsed.success) throw unreadable(file, z.prettifyError(parsed.error));
  return parsed.data;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause));
  }
}

function unreadable(file: string, why: string): SchemaError {
  return new SchemaError({
    code: "HINTS_FILE",
    message: `The hints file ${file} cannot be read: ${why}.`,
    hint: 'Write {"renames": {"users.name": "full_name"}, "drops": ["users.ssn"]}.',
  });
}
