import { readFile } from "node:fs/promises";
import { z } from "zod";
import { SchemaError } from "../errors";
import type { Answers } from "./decision";
import { parseDrop, parseRename } from "./hints";

const hintsSchema = z.strictObject({
  /** Old name to new name, as `--rename` takes them. */
  renames: z.record(z.string(), z.string()).default({}),
  /** What is to go, as `--drop` takes it. */
  drops: z.array(z.string()).default([]),
});

/** Reads a hints file: `{"renames": {"users.name": "full_name"}, "drops": ["users.ssn"]}`. Throws `HINTS_FILE`. */
export async function readHintsFile(file: string): Promise<Answers> {
  const parsed = hintsSchema.safeParse(await readJson(file));
  if (!parsed.success) throw unreadable(file, z.prettifyError(parsed.error));
  return {
    renames: Object.entries(parsed.data.renames).map(([from, to]) => parseRename(`${from}=${to}`, "file")),
    drops: parsed.data.drops.map(parseDrop),
  };
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
