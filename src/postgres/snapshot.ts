import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { startPGlite } from "./pglite";

/**
 * The data of an empty embedded database. To make it takes seconds, to load it a fifth of that, so it is kept in the
 * user's cache; a cache that cannot be read or written is as good as none.
 */
export async function emptyData(): Promise<Blob> {
  const known = await recall();
  if (known !== null) return new Blob([known]);
  const made = await make();
  await remember(made).catch(() => {});
  return new Blob([made]);
}

async function make(): Promise<Uint8Array<ArrayBuffer>> {
  const pglite = await startPGlite({});
  try {
    const dump = await pglite.dumpDataDir("none");
    return new Uint8Array(await dump.arrayBuffer());
  } finally {
    await pglite.close();
  }
}

async function recall(): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await promisify(gunzip)(await readFile(file())));
  } catch {
    return null;
  }
}

/** Others may read or write it at the same time. */
async function remember(data: Uint8Array): Promise<void> {
  const draft = `${file()}.${randomUUID()}`;
  await mkdir(dirname(draft), { recursive: true, mode: 0o700 });
  await writeFile(draft, await promisify(gzip)(data, { level: 1 }));
  await rename(draft, file());
}

function file(): string {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(cache, "typeorm-schema", `pglite-${pgliteVersion()}.tar.gz`);
}

function pgliteVersion(): string {
  const manifest: { readonly dependencies: Readonly<Record<string, string>> } = require("../../package.json");
  return manifest.dependencies["@electric-sql/pglite"] ?? "";
}
