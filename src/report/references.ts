import { relative, sep } from "node:path";
import type { MigrationRef } from "../apply";

/** As people read it and type it: from where they stand, with forward slashes. */
export function pathFrom(directory: string, file: string): string {
  return relative(directory, file).split(sep).join("/");
}

/** A migration as programs read it. */
export function refJson({ name, timestamp, file }: MigrationRef, root: string) {
  return { name, timestamp, file: file === null ? null : pathFrom(root, file) };
}

export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${number} ${number === 1 ? singular : plural}`;
}

/** `18.3` of 180003. */
export function versionText(version: number): string {
  return `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;
}

/** Lines of two columns. */
export function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(0, ...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `${first.padEnd(width)}  ${second}`.trimEnd());
}
