import { readFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { checksumOf } from "./checksum";
import type { Migration } from "./migration";
import { rewriteMigration } from "./write";

/** A migration with another timestamp: its file's name, and the texts of all its files. */
export interface Moved {
  /** Absolute. */
  readonly from: string;
  readonly fileName: string;
  readonly checksum: string;
  readonly files: readonly MovedFile[];
}

interface MovedFile {
  readonly from: string;
  readonly fileName: string;
  readonly text: string;
}

/** The timestamp stands in the names of the file and of the class, and in whatever repeats those. */
export async function moved({ timestamp, scripts }: Migration, file: string, to: number): Promise<Moved> {
  const renamed = (text: string) => text.replaceAll(String(timestamp), String(to));
  const move = async (from: string): Promise<MovedFile> => {
    const name = basename(from);
    const fileName = name.includes(String(timestamp))
      ? renamed(name)
      : `${to}-${name.replace(/^\d+[-_]?/, "")}`;
    return { from, fileName, text: renamed(await readFile(from, "utf8")) };
  };
  const back = scripts?.down === null || scripts === undefined ? [] : [wayBackOf(file)];
  const files = await Promise.all([file, ...back].map(move));
  return {
    from: file,
    fileName: files[0]?.fileName ?? "",
    checksum: checksumOf(...files.map(({ text }) => text)),
    files,
  };
}

/** The script that undoes what another one does. */
export const wayBackOf = (file: string) => file.replace(/\.up\.sql$/, ".down.sql");

/** The old files go when the new ones are there. */
export async function writeMoved({ files }: Moved): Promise<void> {
  for (const { from, fileName, text } of files) await rewriteMigration(from, dirname(from), fileName, text);
}
