import { ts } from "@ts-morph/common";
import type { SchemaError } from "../../errors";
import { type Cache, openCache } from "../cache";
import { declarationNode, dependencyHashes, type SourceNode } from "../closure";
import { isFresh } from "../compile";
import type { CompiledFile } from "../compiled";
import { isInstalled, isTypeScript } from "../source";
import { compileError, problemsOf } from "./diagnostics";
import { createHost, type Host } from "./host";
import { adjustedOutput } from "./output";
import { resolutionDirectory } from "./resolver";
import { type CompilerSettings, readSettings } from "./settings";
import { shapeOf } from "./shape";
import { sparing } from "./sparing";
import { awaitsAtTop, toCommonJs } from "./transform";

export interface Request {
  readonly root: string;
  readonly configFile: string | null;
  readonly files: readonly string[];
}

/** Compiles files and the local files that they reach in one type-aware program; what the cache has is not emitted again. */
export function compileProgram(request: Request): readonly CompiledFile[] {
  const compiler = compilerOf(request);
  const lean = compileWith(compiler, request, leanProgram(compiler, request));
  if (lean.problems.length === 0) return lean.compiled;
  // A name may be declared by a file that nothing imports: look again with all that the project includes.
  const full = compileWith(compiler, request, fullProgram(compiler, request));
  if (full.problems.length === 0) return full.compiled;
  throw compileError(request.root, full.problems);
}

/** What stays the same from one program to the next, and is slow to make. */
interface Compiler {
  readonly settings: CompilerSettings;
  readonly host: Host;
  readonly cache: Cache;
  previous: ts.Program | undefined;
}

const compilers = new Map<string | null, Compiler>();

function compilerOf({ root, configFile, files }: Request): Compiler {
  const known = compilers.get(configFile);
  if (known) return known;
  const settings = readSettings(root, configFile, files);
  const host = createHost(resolutionDirectory(configFile, root), settings.options);
  const compiler: Compiler = { settings, host, cache: openCache(root, settings.key), previous: undefined };
  compilers.set(configFile, compiler);
  return compiler;
}

/**
 * Why files that were compiled do not run: a name that a package does not export, say, which the lean program does not
 * look for. Null where the compiler does not know.
 */
export function explain(request: Request): SchemaError | null {
  const { host } = compilerOf(request);
  const program = fullProgram(compilerOf(request), request);
  const problems = [...reachedFrom(request.files, program, host).keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return source && isTypeScript(file) ? problemsOf(program, source) : [];
  });
  return problems.length > 0 ? compileError(request.root, problems) : null;
}

/**
 * Without what takes most of the time and what entities hardly ever mean: the DOM, `@types/*` (neither those that the
 * project names nor those that its packages refer to), and packages whose types are not asked for.
 */
function leanProgram(compiler: Compiler, { files }: Request): ts.Program {
  const { options, ambient } = compiler.settings;
  compiler.previous = ts.createProgram({
    rootNames: [...files, ...ambient],
    options: { ...options, lib: options.lib ?? ["lib.es2023.d.ts"], types: [] },
    host: {
      ...compiler.host.compilerHost,
      resolveTypeReferenceDirectiveReferences: unresolved,
      resolveModuleNameLiterals: sparing(compiler.host.resolver.resolve),
    },
    ...(compiler.previous ? { oldProgram: compiler.previous } : {}),
  });
  return compiler.previous;
}

/** `/// <reference types="…" />`: there is none. */
const unresolved: NonNullable<ts.CompilerHost["resolveTypeReferenceDirectiveReferences"]> = (references) =>
  references.map(() => ({ resolvedTypeReferenceDirective: undefined }));

function fullProgram({ settings, host }: Compiler, { files }: Request): ts.Program {
  const rootNames = [...new Set([...files, ...settings.included])];
  return ts.createProgram({ rootNames, options: settings.options, host: host.compilerHost });
}

interface Emitted {
  readonly compiled: readonly CompiledFile[];
  readonly problems: readonly ts.DiagnosticWithLocation[];
}

function compileWith({ host, cache }: Compiler, { files }: Request, program: ts.Program): Emitted {
  const graph = reachedFrom(files, program, host);
  const closures = dependencyHashes(graph);
  const compiled: CompiledFile[] = [];
  const stale: Shell[] = [];
  for (const [file, node] of graph) {
    const source = program.getSourceFile(file);
    if (!source || !isTypeScript(file)) continue;
    const closure = closures.get(file) ?? node.hash;
    const entry = cache.read(file);
    if (entry && isFresh(entry, node.hash, closure)) compiled.push(entry);
    else stale.push({ source, node, closure });
  }
  const problems = stale.flatMap(({ source }) => problemsOf(program, source));
  if (problems.length > 0) return { compiled: [], problems };
  const emitted = stale.map((shell) => emit(program, host, shell));
  for (const one of emitted) cache.write(one);
  return { compiled: [...compiled, ...emitted], problems };
}

interface Shell {
  readonly source: ts.SourceFile;
  readonly node: SourceNode;
  readonly closure: string;
}

function emit(program: ts.Program, host: Host, { source, node, closure }: Shell): CompiledFile {
  const written = { code: "", map: "" };
  program.emit(
    source,
    (name, text) => {
      if (name.endsWith(".map")) written.map = text;
      else written.code = text;
    },
    undefined,
    false,
    { before: [toCommonJs] },
  );
  const { imports, packages } = host.resolver.importsOf(source.fileName);
  return {
    ...node,
    file: source.fileName,
    closure,
    code: adjustedOutput(source, written.code),
    map: written.map,
    isAsync: awaitsAtTop(source),
    imports,
    packages,
  };
}

function reachedFrom(
  files: readonly string[],
  program: ts.Program,
  host: Host,
): ReadonlyMap<string, SourceNode> {
  const graph = new Map<string, SourceNode>();
  const waiting = [...files];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (graph.has(file) || isInstalled(file)) continue;
    const source = program.getSourceFile(file);
    const hash = host.hashOf(file);
    const { reaches } = host.resolver.importsOf(file);
    graph.set(
      file,
      source && isTypeScript(file) ? { hash, ...shapeOf(source), reaches } : declarationNode(hash),
    );
    waiting.push(...reaches);
  }
  return graph;
}
