import { basename, extname, relative, sep } from "node:path";
import type { Migration } from "../../migrations";
import type { Executed } from "./record";

/** A migration as results and messages name it. */
export interface MigrationRef {
  readonly name: string;
  readonly timestamp: number;
  /** Absolute; null for a class without a file, or when no file of the project has this name. */
  readonly file: string | null;
}

export function refOf({ name, timestamp, file }: Migration): MigrationRef {
  return { name, timestamp, file };
}

/** What is executed, with the files it came from. */
export function refsOf(executed: readonly Executed[], migrations: readonly Migration[]): MigrationRef[] {
  const files = new Map(migrations.map(({ name, file }) => [name, file]));
  return executed.map(({ name, timestamp }) => ({ name, timestamp, file: files.get(name) ?? null }));
}

/** `add-status-to-projects` of `…/1763700000000-add-status-to-projects.ts`. */
export function slugOf({ file }: MigrationRef): string | null {
  if (file === null) return null;
  return basename(file, extname(file))
    .replace(/^\d+[-_]?/, "")
    .replace(/\.up$/, "");
}

/** As people read it and the journal keeps it: from the project's directory, with forward slashes. */
export function pathFrom(root: string, file: string): string {
  const path = file.startsWith(root + sep) ? file.slice(root.length + 1) : relative(root, file);
  return path.split(sep).join("/");
}
