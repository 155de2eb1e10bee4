import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ts } from "@ts-morph/common";
import { readVersion } from "../compile";
import { isDeclaration, isInstalled, isTypeScript } from "../source";

/** Resolves import specifiers as the compiler does, and remembers what it found for the time when the files run. */
export interface Resolver {
  readonly resolve: NonNullable<ts.CompilerHost["resolveModuleNameLiterals"]>;
  importsOf(file: string): Imports;
}

/** What becomes of one file's imports: see `CompiledFile`. */
export interface Imports {
  readonly imports: Record<string, string>;
  readonly reaches: readonly string[];
  readonly packages: Record<string, string>;
}

export function createResolver(
  directory: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): Resolver {
  const cache = ts.createModuleResolutionCache(directory, (name) => name, options);
  const found = new Map<string, Map<string, ts.ResolvedModuleFull>>();

  const one = (
    specifier: ts.StringLiteralLike,
    file: string,
    source: ts.SourceFile,
  ): ts.ResolvedModuleWithFailedLookupLocations => {
    const mode = ts.getModeForUsageLocation(source, specifier, options);
    const asRequired = ts.resolveModuleName(specifier.text, file, options, host, cache, undefined, mode);
    // A package for `import` alone; Node.js is told where it is when the file runs.
    const result = asRequired.resolvedModule
      ? asRequired
      : ts.resolveModuleName(specifier.text, file, options, host, cache, undefined, ts.ModuleKind.ESNext);
    const module = result.resolvedModule;
    if (!module || isInstalled(file)) return result;
    const known = found.get(file) ?? new Map<string, ts.ResolvedModuleFull>();
    found.set(file, known.set(specifier.text, module));
    // A workspace's package is linked into node_modules, yet its TypeScript is the project's own.
    if (!isTypeScript(module.resolvedFileName) || isInstalled(module.resolvedFileName)) return result;
    return { ...result, resolvedModule: { ...module, isExternalLibraryImport: false } };
  };

  return {
    resolve: (specifiers, file, _redirected, _options, source) =>
      specifiers.map((specifier) => one(specifier, file, source)),
    importsOf: (file) => {
      const modules = [...(found.get(file) ?? [])];
      const local = modules.filter(([, module]) => !isInstalled(module.resolvedFileName));
      return {
        imports: Object.fromEntries(
          modules.flatMap(([specifier, module]) => runtimeFile(file, specifier, module, options, host)),
        ),
        reaches: [
          ...new Set(
            local
              .map(([, module]) => module.resolvedFileName)
              .filter((name) => isTypeScript(name) || isDeclaration(name)),
          ),
        ],
        packages: Object.fromEntries(modules.flatMap(([, module]) => packageOf(module))),
      };
    },
  };
}

/** The file that runs for a specifier, where Node.js would not find it by itself. */
function runtimeFile(
  file: string,
  specifier: string,
  module: ts.ResolvedModuleFull,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): readonly [string, string][] {
  const target = module.resolvedFileName;
  if (isTypeScript(target) && !isInstalled(target)) return [[specifier, target]];
  if (resolvesInNode(file, specifier)) return [];
  const code =
    isDeclaration(target) || isInstalled(target) ? implementation(file, specifier, options, host) : target;
  return code ? [[specifier, code]] : [];
}

function resolvesInNode(file: string, specifier: string): boolean {
  try {
    createRequire(file).resolve(specifier);
    return true;
  } catch {
    return false;
  }
}

/** The code behind a declaration file: an alias of tsconfig.json, or a package that can only be imported. */
function implementation(
  file: string,
  specifier: string,
  options: ts.CompilerOptions,
  host: ts.ModuleResolutionHost,
): string | null {
  // An option that the compiler has and does not publish: look for code only.
  const onlyCode: ts.CompilerOptions = {
    ...options,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    noDtsResolution: true,
  };
  const mode = ts.ModuleKind.ESNext;
  return (
    ts.resolveModuleName(specifier, file, onlyCode, host, undefined, undefined, mode).resolvedModule
      ?.resolvedFileName ?? null
  );
}

function packageOf(module: ts.ResolvedModuleFull): readonly [string, string][] {
  const name = module.packageId?.name;
  const at = name === undefined ? -1 : module.resolvedFileName.lastIndexOf(`/node_modules/${name}/`);
  if (at === -1 || name === undefined) return [];
  const directory = join(module.resolvedFileName.slice(0, at), "node_modules", name);
  return [[directory, readVersion(join(directory, "package.json"))]];
}

/** The resolver's directory when there is no tsconfig.json. */
export function resolutionDirectory(configFile: string | null, root: string): string {
  return configFile ? dirname(configFile) : root;
}
