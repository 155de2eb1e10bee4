import { ts } from "@ts-morph/common";
import { isInstalled } from "../source";
import type { Resolver } from "./resolver";

/**
 * Resolves imports as `resolve` does, but without the declarations of packages where a file does not ask for types: to
 * read those of TypeORM takes longer than all the rest.
 */
export function sparing(resolve: Resolver["resolve"]): Resolver["resolve"] {
  return (specifiers, file, redirected, options, source, reused) => {
    const results = resolve(specifiers, file, redirected, options, source, reused);
    if (isInstalled(file)) return results;
    return results.map((result, at) => {
      const [specifier, module] = [specifiers[at], result.resolvedModule];
      if (!specifier || !module || !isInstalled(module.resolvedFileName)) return result;
      return asksForTypes(source, specifier) ? result : withoutTypes(module);
    });
  };
}

/** A package of plain JavaScript, as far as the compiler knows: all that it exports is `any`. */
function withoutTypes(module: ts.ResolvedModuleFull): ts.ResolvedModuleWithFailedLookupLocations {
  const resolvedFileName = module.resolvedFileName.replace(/\.d\.([cm]?)ts$/, ".$1js");
  const extension = ts.Extension.Js;
  return { resolvedModule: { ...module, resolvedFileName, extension, isExternalLibraryImport: true } };
}

/**
 * Whether the declarations of a package can change what becomes of a file that imports it. They cannot where its names
 * are decorators and what a class implements, or, in a file without decorators, types of functions.
 */
function asksForTypes(source: ts.SourceFile, specifier: ts.StringLiteralLike): boolean {
  const names = importedNames(specifier.parent);
  if (names === null) return true;
  const isDecorated = source.statements.some(hasDecorators);

  const matters = (node: ts.Node): boolean => {
    if (ts.isImportDeclaration(node) || isImplements(node)) return false;
    if (ts.isIdentifier(node)) return names.has(node.text);
    if (ts.isDecorator(node)) return mattersAsDecorator(node.expression);
    const within = ts.isFunctionLike(node) && !isDecorated ? mattersAsValue : matters;
    return ts.forEachChild(node, within) ?? false;
  };
  const mattersAsDecorator = (node: ts.Expression): boolean =>
    ts.isCallExpression(node)
      ? mattersAsDecorator(node.expression) || node.arguments.some(matters)
      : !ts.isIdentifier(node) && matters(node);
  const mattersAsValue = (node: ts.Node): boolean => {
    if (ts.isTypeNode(node)) return false;
    return ts.isIdentifier(node) ? names.has(node.text) : (ts.forEachChild(node, mattersAsValue) ?? false);
  };
  return source.statements.some(matters);
}

/** What an import statement names, one by one; null for anything else that mentions a package. */
function importedNames(node: ts.Node): ReadonlySet<string> | null {
  if (!ts.isImportDeclaration(node) || node.importClause === undefined) return null;
  const { name, namedBindings } = node.importClause;
  if (namedBindings !== undefined && !ts.isNamedImports(namedBindings)) return null;
  const names = [name, ...(namedBindings?.elements ?? []).map((element) => element.name)];
  return new Set(names.flatMap((each) => (each ? [each.text] : [])));
}

const isImplements = (node: ts.Node): boolean =>
  ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword;

const hasDecorators = (node: ts.Node): boolean =>
  ts.isDecorator(node) || (ts.forEachChild(node, hasDecorators) ?? false);
