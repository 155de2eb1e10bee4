import { readFile } from "node:fs/promises";
import { type Answers, noAnswers } from "../change";
import { SchemaError } from "../errors";
import { parseColumnSql, parseDrop, parseMap, parseRename } from "./hints";
import type { Hints } from "./hints-shape";

/** Loaded with the first hints file: most runs read none. */
const shape = (): typeof import("./hints-shape") => require("./hints-shape");

/** Reads a hints file: `{"renames": {"users.name": "full_name"}, "drops": ["users.ssn"]}`. Throws `HINTS_FILE`. */
export async function readHintsFile(file: string): Promise<Answers> {
  const { renames, drops, using, usingBack, backfill, map } = await readHintsJson(file);
  const texts = (entries: Readonly<Record<string, string>>) =>
    Object.entries(entries).map(([from, to]) => `${from}=${to}`);
  return {
    ...noAnswers,
    renames: texts(renames).map((text) => parseRename(text, "file")),
    drops: drops.map((text) => parseDrop(text, "file")),
    usings: texts(using).map((text) => parseColumnSql(text, "file")),
    usingsBack: texts(usingBack).map((text) => parseColumnSql(text, "file")),
    backfills: texts(backfill).map((text) => parseColumnSql(text, "file")),
    maps: texts(map).map((text) => parseMap(text, "file")),
  };
}

/** What the file holds, as it is written. */
export async function readHintsJson(file: string): Promise<Hints> {
  const hints = shape().hintsIn(await readJson(file));
  if (typeof hints === "string") throw unreadable(file, hints);
  return hints;
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
