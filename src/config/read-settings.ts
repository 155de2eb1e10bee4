import type { z } from "zod";
import { SchemaError } from "../errors";
import type { Settings } from "./settings";
import type { settingsShape } from "./settings-shape";

/** Loaded where there are settings to check: most projects have none. */
const shape = (): typeof settingsShape => require("./settings-shape").settingsShape;

/** Checks what `file` exports as `schema`. Anything but a plain object is something else of the project's own. */
export function readSettings(file: string, exported: unknown): Settings {
  if (!isPlainObject(exported)) return {};
  const { data, error } = shape().safeParse(exported);
  if (error === undefined) return data;
  throw new SchemaError({
    code: "SETTINGS_INVALID",
    message: `${file} exports settings as \`schema\` that are not right: ${error.issues.map(problem).join("; ")}.`,
    hint: `The settings are include and exclude, lists of patterns; strategy, "online" or "simple"; hooks, SQL files or functions by their moment; hazards, a level by code; format, "ts", "js" or "sql"; and template, a file. An object that is none of this tool's needs another name.`,
    cause: error,
  });
}

function problem(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys")
    return `there is no setting ${issue.keys.map((key) => `"${key}"`).join(", ")}`;
  return `${issue.path.join(".")}: ${issue.message}`;
}

function isPlainObject(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
