import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `.schema/`: what the tool keeps for itself in a project. Never under version control. */
export function workspaceDirectory(root: string): string {
  return join(root, ".schema");
}

/** Makes `.schema/`, with the `.gitignore` that keeps it out of version control, and gives its path. */
export function ensureWorkspace(root: string): string {
  const directory = workspaceDirectory(root);
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(join(directory, ".gitignore"), "*\n", { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return directory;
}

/** A reader sees the old file or the new one, never half of it. */
export function writeAtomically(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  writeFileSync(temporary, text);
  renameSync(temporary, file);
}
