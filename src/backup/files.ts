import { existsSync } from "node:fs";
import { mkdir, open, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { SchemaError } from "../errors";

export type BackupKind = "server" | "embedded";

const extensions = { server: ".dump", embedded: ".tar.gz" } as const;

/** `backups/shop-2026-11-21T08-13-05-240Z.dump`: sorted by name they are sorted by time. */
export function backupFile(directory: string, database: string, kind: BackupKind, at: Date): string {
  const time = at.toISOString().replaceAll(/[:.]/g, "-");
  return join(directory, `${stemOf(database)}-${time}${extensions[kind]}`);
}

const stemOf = (database: string) => database.replaceAll(/[^\p{L}\p{N}_.-]+/gu, "_") || "database";

/** Made by us it ignores itself: what is in the database is nothing for a repository. */
export async function prepareDirectory(directory: string): Promise<void> {
  if (existsSync(directory)) return;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(join(directory, ".gitignore"), "*\n");
}

/** Removes all but the newest backups of the database, and gives the paths of those removed. */
export async function retain(
  directory: string,
  database: string,
  kind: BackupKind,
  keep: number,
): Promise<readonly string[]> {
  const name = new RegExp(
    `^${escaped(stemOf(database))}-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d{3}Z${escaped(extensions[kind])}$`,
    "u",
  );
  const found = (await readdir(directory)).filter((file) => name.test(file)).sort();
  const removed = found.slice(0, Math.max(0, found.length - keep)).map((file) => join(directory, file));
  for (const file of removed) await rm(file);
  return removed;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What a file is a backup of, by how it begins. */
export async function kindOf(file: string): Promise<BackupKind> {
  const start = await beginningOf(file);
  if (start.toString("latin1", 0, 5) === "PGDMP") return "server";
  if (start[0] === 0x1f && start[1] === 0x8b) return "embedded";
  throw new SchemaError({
    code: "NOT_A_BACKUP",
    message: `${basename(file)} is no backup: neither of pg_dump's custom format nor of the embedded database.`,
    hint: "Give a file that `schema backup` or `pg_dump --format=custom` wrote.",
  });
}

async function beginningOf(file: string): Promise<Buffer> {
  try {
    const handle = await open(file, "r");
    const buffer = Buffer.alloc(5);
    await handle.read(buffer, 0, 5, 0).finally(() => handle.close());
    return buffer;
  } catch (cause) {
    throw new SchemaError({
      code: "BACKUP_UNREADABLE",
      message: `${file} cannot be read.`,
      hint: "Correct the path; backups/ has what `schema backup` wrote.",
      cause,
    });
  }
}
