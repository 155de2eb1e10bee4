import type { Project } from "./project";

/** The files that match, absolute and sorted; no declaration files, nothing of node_modules, no file beside its own source. */
export async function expandPatterns(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  throw new Error(`not built yet: ${root} ${patterns.length}`);
}

/** The project's entity files. A pattern that matches no file at all is an error. */
export async function entityFiles(project: Project): Promise<readonly string[]> {
  return expandPatterns(project.root, project.entityPatterns);
}
