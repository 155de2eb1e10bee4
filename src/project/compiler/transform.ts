import { ts } from "@ts-morph/common";

/**
 * What an ES module may say and a CommonJS file may not: `import.meta`, and names of its own that CommonJS already
 * gives to every file (`const require = createRequire(import.meta.url)`).
 */
export const toCommonJs: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
  if (
    !ts.isExternalModule(source) ||
    !/\bimport\s*\.\s*meta\b|\b(require|__filename|__dirname)\b/.test(source.text)
  )
    return source;
  const taken = declaredAtTop(source, ["require", "module", "exports", "__filename", "__dirname"]);
  const { factory } = context;

  const visit = (node: ts.Node): ts.Node => {
    // The printer writes an identifier's text as it is.
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword)
      return factory.createIdentifier(importMeta);
    if (ts.isShorthandPropertyAssignment(node) && taken.has(node.name.text)) {
      return factory.createPropertyAssignment(node.name, factory.createIdentifier(`${node.name.text}_own`));
    }
    if (ts.isIdentifier(node) && taken.has(node.text) && !isPropertyName(node)) {
      return factory.createIdentifier(`${node.text}_own`);
    }
    return ts.visitEachChild(node, visit, context);
  };
  return ts.visitEachChild(source, visit, context);
};

const importMeta =
  '({ url: require("node:url").pathToFileURL(__filename).href, filename: __filename, dirname: __dirname, ' +
  'resolve: (name) => require("node:url").pathToFileURL(require.resolve(name)).href })';

function declaredAtTop(source: ts.SourceFile, names: readonly string[]): ReadonlySet<string> {
  const declared = source.statements.flatMap((statement) =>
    ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map(({ name }) => name.getText(source))
      : [],
  );
  return new Set(names.filter((name) => declared.includes(name)));
}

function isPropertyName(node: ts.Identifier): boolean {
  const { parent } = node;
  if (parent === undefined) return false;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) {
    return (ts.isQualifiedName(parent) ? parent.right : parent.name) === node;
  }
  return (ts.isPropertyAssignment(parent) || ts.isClassElement(parent)) && parent.name === node;
}

/** Whether the file awaits outside of any function. */
export function awaitsAtTop(source: ts.SourceFile): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return false;
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return true;
    return ts.forEachChild(node, visit) ?? false;
  };
  return ts.isExternalModule(source) && source.text.includes("await") && visit(source);
}
