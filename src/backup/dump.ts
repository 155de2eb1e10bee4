import { chmod, rename, rm, stat, writeFile } from "node:fs/promises";
import { SchemaError } from "../errors";
import { type Database, type ServerConnection, tryArchive, withoutSecrets } from "../postgres";
import { libpqEnvironment } from "./connection";
import { type ProgramResult, requireProgram, run } from "./programs";

/** A backup that was read back. */
export interface Dumped {
  readonly bytes: number;
  /** How many things it holds, by pg_restore's list; null for the embedded database, which is kept as a whole. */
  readonly entries: number | null;
}

export interface DumpOptions {
  /** Where pg_dump and pg_restore are; the PATH without it. */
  readonly bin?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Dumps a server's database in pg_dump's custom format; the file is there when it was listed, and not before. */
export async function dumpServer(
  connection: ServerConnection,
  version: number,
  file: string,
  { bin, signal }: DumpOptions,
): Promise<Dumped> {
  const dump = await requireProgram("pg_dump", bin, version);
  const restore = await requireProgram("pg_restore", bin, version);
  const environment = await libpqEnvironment(connection);
  return published(file, async (draft) => {
    const made = await run(
      dump.path,
      ["--format=custom", "--no-password", `--file=${draft}`],
      environment,
      signal,
    );
    if (made.status !== 0) throw failed("pg_dump", made, signal);
    const listed = await run(restore.path, ["--list", draft], environment, signal);
    if (listed.status !== 0) throw failed("pg_restore", listed, signal);
    return entriesIn(listed.stdout).length;
  });
}

/** Keeps the embedded database's data in one archive, and opens that to see that it can be. */
export async function dumpEmbedded(database: Database, file: string): Promise<Dumped> {
  const archive = await (database.dump?.() ?? Promise.reject(new Error("a server keeps its data itself")));
  return published(file, async (draft) => {
    await writeFile(draft, archive, { mode: 0o600 });
    await tryArchive(new Blob([new Uint8Array(archive)], { type: "application/x-gzip" }));
    return null;
  });
}

async function published(file: string, write: (draft: string) => Promise<number | null>): Promise<Dumped> {
  const draft = `${file}.part`;
  try {
    const entries = await write(draft);
    await chmod(draft, 0o600);
    const { size } = await stat(draft);
    await rename(draft, file);
    return { bytes: size, entries };
  } finally {
    await rm(draft, { force: true });
  }
}

/** The lines of pg_restore's list that are not remarks: `3215; 1259 16386 TABLE public users postgres`. */
export function entriesIn(list: string): readonly string[] {
  return list.split("\n").filter((line) => /^\d+;/.test(line));
}

export function failed(
  program: "pg_dump" | "pg_restore",
  { stderr }: ProgramResult,
  signal: AbortSignal | undefined,
): SchemaError {
  if (signal?.aborted) {
    return new SchemaError({
      code: "INTERRUPTED",
      message: `You asked to stop while ${program} ran. Nothing is left of it.`,
      hint: "Run the command again when it suits.",
    });
  }
  const reason = withoutSecrets(stderr.trim().split("\n").slice(0, 10).join("\n")) || "it did not say why.";
  return new SchemaError({
    code: program === "pg_dump" ? "BACKUP_FAILED" : "RESTORE_FAILED",
    message: `${program} failed: ${reason}`,
    hint: "See that the role may read everything, that the disk has room, and run the command again.",
  });
}
