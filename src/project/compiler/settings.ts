import { createRequire } from "node:module";
import { dirname } from "node:path";
import { ts } from "@ts-morph/common";
import { SchemaError } from "../../errors";
import { writeKey } from "../cache";
import { readVersion } from "../compile";
import { isDeclaration } from "../source";

/** How the files of one tsconfig.json are compiled. */
export interface CompilerSettings {
  readonly options: ts.CompilerOptions;
  /** Declaration files that the project includes: what they declare is known everywhere. */
  readonly ambient: readonly string[];
  /** Every file that the project includes. */
  readonly included: readonly string[];
  /** The cache's key for these settings. */
  readonly key: string;
}

export function readSettings(
  root: string,
  configFile: string | null,
  files: readonly string[],
): CompilerSettings {
  const inputs = new Set<string>();
  const parsed = configFile === null ? null : parseFor(configFile, files, inputs);
  const compilerFile = configFile === null ? null : projectsTypeScript(configFile);
  if (compilerFile) inputs.add(compilerFile);
  const major = compilerFile ? Number.parseInt(readVersion(compilerFile), 10) : 5;
  const options = { ...defaults(parsed?.options ?? null, major), ...parsed?.options, ...forced };
  settle(options, parsed?.options ?? {});
  const ambient = (parsed?.fileNames ?? []).filter(isDeclaration);
  for (const file of ambient) inputs.add(file);
  const key = writeKey(root, configFile, [...inputs], options);
  return { options, ambient, included: parsed?.fileNames ?? [], key };
}

/** Whatever the project emits for itself, here it is CommonJS in memory, with the metadata that TypeORM reads. */
const forced: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
  resolveJsonModule: true,
  sourceMap: true,
  allowJs: false,
  checkJs: false,
  noEmit: false,
  noCheck: false,
  noEmitOnError: false,
  noEmitHelpers: false,
  importHelpers: false,
  emitDeclarationOnly: false,
  declaration: false,
  declarationMap: false,
  composite: false,
  incremental: false,
  inlineSourceMap: false,
  inlineSources: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  verbatimModuleSyntax: false,
  erasableSyntaxOnly: false,
  ignoreDeprecations: "6.0",
};

/** Where the project's own build writes, which is nothing to us. */
const forgotten = [
  "outDir",
  "outFile",
  "rootDir",
  "declarationDir",
  "sourceRoot",
  "mapRoot",
  "tsBuildInfoFile",
];

/**
 * What an option means where tsconfig.json leaves it out, which changed in TypeScript 6. It matters: under
 * `strictNullChecks` the metadata of `string | null` is Object, without it String.
 */
function defaults(configured: ts.CompilerOptions | null, major: number): ts.CompilerOptions {
  const nodeOrBundled = (configured?.module ?? ts.ModuleKind.CommonJS) !== ts.ModuleKind.CommonJS;
  return {
    strict: configured !== null && major >= 6,
    esModuleInterop: configured === null || major >= 6 || nodeOrBundled,
    types: configured !== null && major >= 6 ? [] : ["*"],
  };
}

/** Options that follow from several others. */
function settle(options: ts.CompilerOptions, configured: ts.CompilerOptions): void {
  for (const name of forgotten) delete options[name];
  const target = configured.target ?? ts.ScriptTarget.ES5;
  options.useDefineForClassFields = configured.useDefineForClassFields ?? target >= ts.ScriptTarget.ES2022;
  const old = configured.moduleResolution;
  const isNode10 = old === ts.ModuleResolutionKind.Node10 || old === ts.ModuleResolutionKind.Classic;
  options.moduleResolution = isNode10 ? ts.ModuleResolutionKind.Node10 : ts.ModuleResolutionKind.Bundler;
  if (options.jsx === undefined || options.jsx === ts.JsxEmit.Preserve) options.jsx = ts.JsxEmit.React;
}

/** A tsconfig.json that only refers to others says nothing itself: the one that includes the files is asked. */
function parseFor(configFile: string, files: readonly string[], inputs: Set<string>): ts.ParsedCommandLine {
  const parsed = parse(configFile, inputs);
  if (files.some((file) => parsed.fileNames.includes(file))) return parsed;
  const references = (parsed.projectReferences ?? []).map((reference) =>
    parse(ts.resolveProjectReferencePath(reference), inputs),
  );
  return references.find((one) => files.some((file) => one.fileNames.includes(file))) ?? parsed;
}

function parse(configFile: string, inputs: Set<string>): ts.ParsedCommandLine {
  const host: ts.ParseConfigFileHost = {
    ...ts.sys,
    readFile: (file) => {
      inputs.add(file);
      return ts.sys.readFile(file);
    },
    onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
      throw configError(configFile, diagnostic);
    },
  };
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, undefined, host);
  const broken = parsed?.errors.find((diagnostic) => isBroken(diagnostic));
  if (!parsed || broken) throw configError(configFile, broken);
  return parsed;
}

/** Syntax errors, and files to extend that are not there. An option of a newer compiler is no reason to stop. */
function isBroken(diagnostic: ts.Diagnostic): boolean {
  const { code } = diagnostic;
  return (code >= 1000 && code < 2000) || code === 5083 || code === 6053 || code === 6054;
}

function configError(configFile: string, diagnostic: ts.Diagnostic | undefined): SchemaError {
  const reason = diagnostic
    ? ts.flattenDiagnosticMessageText(diagnostic.messageText, " ")
    : "it cannot be read";
  return new SchemaError({
    code: "TSCONFIG_INVALID",
    message: `${configFile}: ${reason}`,
    hint: "Correct tsconfig.json; `npx tsc --showConfig` checks it.",
  });
}

function projectsTypeScript(configFile: string): string | null {
  try {
    return createRequire(`${dirname(configFile)}/package.json`).resolve("typescript/package.json");
  } catch {
    return null;
  }
}
