import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SchemaError } from "../errors";
import { type Cache, openCache, readKey } from "./cache";
import { declarationNode, dependencyHashes, type SourceNode } from "./closure";
import type { CompiledFile } from "./compiled";
import { hashOf, isDeclaration, readText } from "./source";

/**
 * The compiled form of TypeScript files and of every local TypeScript file that they reach. While nothing has changed
 * it all comes from the cache, and the compiler, which takes a quarter of a second to load, stays unloaded.
 */
export function compile(root: string, files: readonly string[]): readonly CompiledFile[] {
  return [...byConfigFile(files)].flatMap(([configFile, group]) => {
    const key = readKey(root, configFile);
    const cached = key === null ? null : fromCache(openCache(root, key), group);
    return cached ?? compiler().compileProgram({ root, configFile, files: group });
  });
}

/** What the compiler says of a file that did not run; null where it finds nothing wrong. */
export function explain(root: string, file: string): SchemaError | null {
  return compiler().explain({ root, configFile: nearestConfig(dirname(file)), files: [file] });
}

function compiler(): typeof import("./compiler") {
  return require("./compiler");
}

/** All of them, or null when any has to be compiled. */
function fromCache(cache: Cache, files: readonly string[]): readonly CompiledFile[] | null {
  const entries = new Map<string, CompiledFile>();
  const graph = new Map<string, SourceNode>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (graph.has(file)) continue;
    const text = readText(file);
    if (text === null) return null;
    const hash = hashOf(text);
    const entry = isDeclaration(file) ? null : cache.read(file);
    if (entry) entries.set(file, entry);
    else if (!isDeclaration(file)) return null;
    graph.set(file, entry ? { ...entry, hash } : declarationNode(hash));
    waiting.push(...(entry?.reaches ?? []));
  }
  const closures = dependencyHashes(graph);
  const compiled = [...entries.values()];
  const fresh = compiled.every((entry) =>
    isFresh(entry, graph.get(entry.file)?.hash, closures.get(entry.file)),
  );
  return fresh ? compiled : null;
}

/** Whether an entry still is what the compiler would give. */
export function isFresh(entry: CompiledFile, hash: string | undefined, closure: string | undefined): boolean {
  if (entry.hash !== hash || entry.closure !== closure) return false;
  return Object.entries(entry.packages).every(
    ([directory, version]) => packageVersion(directory) === version,
  );
}

function packageVersion(directory: string): string {
  const known = versions.get(directory);
  if (known !== undefined) return known;
  const version = readVersion(join(directory, "package.json"));
  versions.set(directory, version);
  return version;
}

const versions = new Map<string, string>();

export function readVersion(file: string): string {
  try {
    return String((JSON.parse(readFileSync(file, "utf8")) as { version?: unknown }).version);
  } catch {
    return "missing";
  }
}

function byConfigFile(files: readonly string[]): ReadonlyMap<string | null, readonly string[]> {
  const groups = new Map<string | null, string[]>();
  for (const file of files) {
    const configFile = nearestConfig(dirname(file));
    groups.set(configFile, [...(groups.get(configFile) ?? []), file]);
  }
  return groups;
}

function nearestConfig(directory: string): string | null {
  const file = join(directory, "tsconfig.json");
  if (existsSync(file)) return file;
  return directory === dirname(directory) ? null : nearestConfig(dirname(directory));
}
