import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { CompiledFile } from "./compiled";
import { hashOf, readText } from "./source";
import { ensureWorkspace, workspaceDirectory, writeAtomically } from "./workspace";

/** Compiled output on disk, `.schema/cache/`: one file for each source file. What cannot be read is not there. */
export interface Cache {
  read(file: string): CompiledFile | null;
  write(compiled: CompiledFile): void;
}

/** `key` stands for all that is common to the files: compiler, options. Entries of another key do not exist. */
export function openCache(root: string, key: string): Cache {
  return {
    read: (file) => {
      const entry = readJson(entryFile(root, file)) as { key?: unknown; compiled?: CompiledFile } | null;
      return entry?.key === key && entry.compiled?.file === file ? entry.compiled : null;
    },
    write: (compiled) => save(root, entryFile(root, compiled.file), { key, compiled }),
  };
}

/** Which files decided the compiler's settings, as they were then. */
interface Stamp {
  readonly key: string;
  readonly inputs: Readonly<Record<string, string>>;
}

/** The key of the settings that `configFile` gave last time; null when any file behind them has changed. */
export function readKey(root: string, configFile: string | null): string | null {
  const stamp = readJson(stampFile(root, configFile)) as Partial<Stamp> | null;
  if (typeof stamp?.key !== "string" || !stamp.key.startsWith(toolKey())) return null;
  const current = Object.entries(stamp.inputs ?? {}).every(([file, hash]) => inputHash(file) === hash);
  return current ? stamp.key : null;
}

export function writeKey(
  root: string,
  configFile: string | null,
  inputs: readonly string[],
  options: unknown,
): string {
  const hashes = Object.fromEntries(inputs.map((file) => [file, inputHash(file)]));
  const key = `${toolKey()} ${hashOf(JSON.stringify([hashes, options]))}`;
  save(root, stampFile(root, configFile), { key, inputs: hashes } satisfies Stamp);
  return key;
}

/** Raised whenever the same source would be compiled differently by this tool. */
const format = 2;

function toolKey(): string {
  const compiler = readJson(require.resolve("@ts-morph/common/package.json")) as { version?: string } | null;
  return `${format} ${compiler?.version}`;
}

function inputHash(file: string): string {
  const text = readText(file);
  return text === null ? "missing" : hashOf(text);
}

function entryFile(root: string, file: string): string {
  return join(workspaceDirectory(root), "cache", `${basename(file)}.${hashOf(file).slice(0, 8)}.json`);
}

function stampFile(root: string, configFile: string | null): string {
  return join(workspaceDirectory(root), "cache", `settings.${hashOf(configFile ?? "").slice(0, 8)}.json`);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/** A cache that cannot be written (a read-only file system) costs time, nothing else. */
function save(root: string, file: string, content: unknown): void {
  try {
    ensureWorkspace(root);
    writeAtomically(file, JSON.stringify(content));
  } catch {
    return;
  }
}
