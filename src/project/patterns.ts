import { existsSync } from "node:fs";
import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import { glob } from "tinyglobby";
import { SchemaError } from "../errors";
import type { Project } from "./project";

/**
 * The files that match, absolute and sorted: code only, no declaration files, nothing of node_modules unless the
 * pattern says so, and no compiled file whose source matches too.
 */
export async function expandPatterns(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(patterns.map((pattern) => matches(root, pattern)));
  return withoutCompiledTwins([...new Set(found.flat())].sort());
}

/** The project's entity files. A pattern that matches no file at all is an error, not an empty schema. */
export async function entityFiles(project: Project): Promise<readonly string[]> {
  for (const pattern of project.entityPatterns) {
    if ((await matches(project.root, pattern)).length > 0) continue;
    throw new SchemaError({
      code: "NO_ENTITY_FILES",
      message: `No file matches the entity pattern ${displayed(project.root, pattern)}.`,
      hint: `Correct the pattern (--entities${project.dataSourceFile ? ", or `entities` of the data source" : ""}); when it names compiled files, build them first.`,
    });
  }
  return expandPatterns(project.root, project.entityPatterns);
}

/** The part of a pattern before its first special character: a directory, absolute. */
export function staticBase(root: string, pattern: string): string {
  const segments = normalized(root, pattern).split("/");
  const special = segments.findIndex((segment) => /[*?[\]{}()!+@]/.test(segment));
  // Without special characters the last segment is the file itself.
  return resolve(root, segments.slice(0, special === -1 ? -1 : special).join("/") || "/");
}

async function matches(root: string, pattern: string): Promise<readonly string[]> {
  if (!existsSync(staticBase(root, pattern))) return [];
  const files = await glob(normalized(root, pattern), {
    cwd: root,
    absolute: true,
    expandDirectories: false,
    ignore: pattern.includes("node_modules") ? [] : ["**/node_modules/**"],
  });
  return files.filter((file) => isCode.test(file) && !isDeclaration.test(file)).map((file) => resolve(file));
}

const isCode = /\.[cm]?[jt]sx?$/;
const isDeclaration = /\.d\.[cm]?ts$/;

/** Relative to the root where it lies inside, so that special characters in the root's own name are no pattern. */
function normalized(root: string, pattern: string): string {
  const forward = posix.normalize(sep === "\\" ? pattern.replaceAll("\\", "/") : pattern);
  const base = sep === "\\" ? root.replaceAll("\\", "/") : root;
  return isAbsolute(forward) && forward.startsWith(`${base}/`) ? forward.slice(base.length + 1) : forward;
}

function displayed(root: string, pattern: string): string {
  return pattern.startsWith(root) ? relative(root, pattern) : pattern;
}

/** `dist/entities/user.js` beside `src/entities/user.ts` would make two classes of one entity. */
function withoutCompiledTwins(files: readonly string[]): readonly string[] {
  const sources = new Set(files.filter((file) => !isJavaScript.test(file)).map(sourceKey));
  return files.filter((file) => !isJavaScript.test(file) || !sources.has(sourceKey(file)));
}

const isJavaScript = /\.[cm]?jsx?$/;

function sourceKey(file: string): string {
  const segments = file.replace(/\.[cm]?[jt]sx?$/, "").split(sep);
  return segments
    .filter((segment) => !/^(src|source|dist|build|out|output|lib|compiled)$/.test(segment))
    .join("/");
}
