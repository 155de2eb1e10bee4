import { getLibFiles, ts } from "@ts-morph/common";
import { hashOf, readText } from "../source";
import { createResolver, type Resolver } from "./resolver";

/** One compiler's view of the disk. Each file is read and parsed once, whatever number of programs it is part of. */
export interface Host {
  readonly compilerHost: ts.CompilerHost;
  readonly resolver: Resolver;
  /** The hash of the text that was compiled. */
  hashOf(file: string): string;
}

export function createHost(directory: string, options: ts.CompilerOptions): Host {
  const parsed = new Map<string, ts.SourceFile | undefined>();
  const texts = new Map<string, string | null>();

  const read = (file: string): string | undefined => {
    if (!texts.has(file)) texts.set(file, libraries.get(file) ?? readText(file));
    return texts.get(file) ?? undefined;
  };

  const fileSystem: ts.ModuleResolutionHost = {
    fileExists: (file) => libraries.has(file) || ts.sys.fileExists(file),
    readFile: read,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath ? { realpath: ts.sys.realpath } : {}),
    useCaseSensitiveFileNames: ts.sys.useCaseSensitiveFileNames,
    getCurrentDirectory: () => directory,
  };
  const resolver = createResolver(directory, options, fileSystem);

  const compilerHost: ts.CompilerHost = {
    ...fileSystem,
    fileExists: fileSystem.fileExists,
    readFile: read,
    getSourceFile: (file, language) => {
      if (!parsed.has(file)) {
        const text = read(file);
        parsed.set(
          file,
          text === undefined ? undefined : ts.createSourceFile(file, text, asParsed(language)),
        );
      }
      return parsed.get(file);
    },
    getDefaultLibFileName: (current) => `${libraryDirectory}/${ts.getDefaultLibFileName(current)}`,
    getDefaultLibLocation: () => libraryDirectory,
    getCurrentDirectory: () => directory,
    getCanonicalFileName: (file) => (ts.sys.useCaseSensitiveFileNames ? file : file.toLowerCase()),
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getNewLine: () => "\n",
    writeFile: () => undefined,
    resolveModuleNameLiterals: resolver.resolve,
  };

  return { compilerHost, resolver, hashOf: (file) => hashOf(read(file) ?? "") };
}

/** The compiler's own declaration files are carried as text. */
const libraryDirectory = "/node_modules/typescript/lib";
const libraries: ReadonlyMap<string, string> = new Map(
  getLibFiles().map(({ fileName, text }) => [`${libraryDirectory}/${fileName}`, text]),
);

/** Also a file of an ESM package is compiled to CommonJS. What comments say means nothing in TypeScript. */
function asParsed(language: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.CreateSourceFileOptions {
  const options = typeof language === "object" ? language : { languageVersion: language };
  return {
    ...options,
    impliedNodeFormat: ts.ModuleKind.CommonJS,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
}
