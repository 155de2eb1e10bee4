import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import type { Migration } from "./migration";
import { rewriteMigration } from "./write";

/** A migration with another timestamp: its file's name and its text. */
export interface Moved {
  /** Absolute. */
  readonly from: string;
  readonly fileName: string;
  readonly text: string;
}

/** The timestamp stands in the names of the file and of the class, and in whatever repeats those. */
export async function moved({ timestamp }: Migration, file: string, to: number): Promise<Moved> {
  const renamed = (text: string) => text.replaceAll(String(timestamp), String(to));
  const name = basename(file);
  const fileName = name.includes(String(timestamp))
    ? renamed(name)
    : `${to}-${name.replace(/^\d+[-_]?/, "")}`;
  return { from: file, fileName, text: renamed(await readFile(file, "utf8")) };
}

/** The old file goes when the new one is there. Gives the new one's path. */
export async function writeMoved({ from, fileName, text }: Moved): Promise<string> {
  return rewriteMigration(from, dirname(from), fileName, text);
}
