import { existsSync } from "node:fs";
import { join } from "node:path";
import { expandPatterns, type Project } from "../project";

/** The language of a project's new migrations, where nobody says: the one that it is written in itself. */
export async function languageOf(project: Project): Promise<"ts" | "js"> {
  const { root, dataSourceFile, entityPatterns } = project;
  if (existsSync(join(root, "tsconfig.json"))) return "ts";
  const entities = await expandPatterns(root, entityPatterns);
  const files = dataSourceFile === null ? entities : [dataSourceFile, ...entities];
  return files.length > 0 && files.every((file) => /\.[cm]?js$/.test(file)) ? "js" : "ts";
}
