import { existsSync, statSync } from "node:fs";
import Module from "node:module";
import { dirname, isAbsolute, resolve } from "node:path";
import { SchemaError } from "../errors";
import type { CompiledFile } from "./compiled";
import { recordOrigins } from "./origins";
import { isInstalled, isTypeScript } from "./source";

/** Files that were compiled by this tool: the only ones that the hook has a say in. */
const compiledFiles = new Map<string, CompiledFile>();

export function registerCompiled(files: readonly CompiledFile[]): void {
  for (const compiled of files)
    if (!compiledFiles.has(compiled.file)) compiledFiles.set(compiled.file, compiled);
}

export function compiledFile(file: string): CompiledFile | undefined {
  return compiledFiles.get(file);
}

/** Real paths of files that are there: Node.js need not look for them once more. */
const located = new Set<string>();

export function registerLocated(files: readonly string[]): void {
  for (const file of files) located.add(file);
}

/** The promise of a module that awaits at its top level, by its file. */
const pending = new Map<string, Promise<unknown>>();

export function pendingModule(file: string): Promise<unknown> | undefined {
  return pending.get(file);
}

/** The part of Node.js's module system that hooks are made of, and that its types leave out. */
interface HookableModules {
  _resolveFilename(request: string, parent: NodeJS.Module | null, isMain: boolean, options?: object): string;
  readonly _extensions: Record<string, ((module: CompilableModule, file: string) => void) | undefined>;
}
interface CompilableModule extends NodeJS.Module {
  _compile(code: string, file: string, format?: "commonjs"): void;
}

let isInstalledHook = false;

/**
 * Lets `require` load compiled files, by their source's name. It stays in place, since code may require lazily, and
 * touches nothing but what those files import. `compileLate` compiles what no import statement announced.
 */
export function installHook(compileLate: (file: string) => readonly CompiledFile[]): void {
  if (isInstalledHook) return;
  isInstalledHook = true;
  const modules = Module as unknown as HookableModules;
  const resolveByNode = modules._resolveFilename;

  modules._resolveFilename = (request, parent, isMain, options) => {
    if (located.has(request)) return request;
    const importer = parent?.filename ? compiledFiles.get(parent.filename) : undefined;
    const known = importer?.imports[request];
    if (known !== undefined) return known;
    try {
      return resolveByNode.call(modules, request, parent, isMain, options);
    } catch (error) {
      const found = importer ? sourceFile(importer.file, request) : driverOfOurs(request, parent);
      if (found === null) throw error;
      return found;
    }
  };

  for (const [extension, loadByNode] of Object.entries(modules._extensions)) {
    if (!/^\.[cm]?[jt]sx?$/.test(extension)) continue;
    // Node.js gives files of an extension that it does not know to the loader of `.js`.
    modules._extensions[extension] = (module, file) => {
      const importer = module.parent?.filename ? compiledFiles.get(module.parent.filename) : undefined;
      if (importer && isTypeScript(file) && !isInstalled(file) && !compiledFiles.has(file)) {
        registerCompiled(compileLate(file));
      }
      const compiled = compiledFiles.get(file);
      if (compiled) run(module, compiled, importer);
      else loadByNode?.(module, file);
      if (!isInstalled(file)) recordOrigins(module.exports, file);
    };
  }
}

function run(module: CompilableModule, compiled: CompiledFile, importer: CompiledFile | undefined): void {
  if (!compiled.isAsync) {
    module._compile(compiled.code, compiled.file, "commonjs");
    return;
  }
  if (importer) {
    throw new SchemaError({
      code: "LOAD_FAILED",
      message: `${compiled.file} awaits at its top level, and ${importer.file} imports it.`,
      hint: "Move the await into a function; only a file that nothing imports may await at its top level here.",
    });
  }
  const slot = `__pending_${pending.size}`;
  module._compile(`module.${slot} = (async () => {${compiled.code}\n})();`, compiled.file, "commonjs");
  pending.set(
    compiled.file,
    (module as unknown as Record<string, Promise<unknown>>)[slot] ?? Promise.resolve(),
  );
}

/** What a computed `require` means: TypeScript files have no extension there, or that of their output. */
function sourceFile(importer: string, request: string): string | null {
  if (!request.startsWith(".") && !isAbsolute(request)) return null;
  const path = resolve(dirname(importer), request);
  const stem = path.replace(/\.([cm]?)js$/, "");
  const candidates = [".ts", ".tsx", ".mts", ".cts"].map((extension) => stem + extension);
  const found = [...candidates, resolve(path, "index.ts")].find(
    (file) => existsSync(file) && statSync(file).isFile(),
  );
  return found ?? null;
}

/** A project that uses the embedded database only need not install the driver: TypeORM then gets ours. */
function driverOfOurs(request: string, parent: NodeJS.Module | null): string | null {
  const isTypeOrm = parent?.filename !== undefined && /[\\/]typeorm[^\\/]*[\\/]/.test(parent.filename ?? "");
  return request === "pg" && isTypeOrm ? require.resolve("pg") : null;
}
