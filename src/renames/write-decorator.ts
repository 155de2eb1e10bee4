import { ts } from "@ts-morph/common";

export interface Decoration {
  readonly className: string;
  /** Null for the class itself. */
  readonly property: string | null;
  /** `RenamedFrom` */
  readonly name: string;
  readonly arguments: readonly string[];
}

/** What decorators are imported from. */
const packageName = "typeorm-schema";

/**
 * A TypeScript file's text with one more decorator, and its import; not a character else is changed. Null where the
 * file has no such class or property.
 */
export function decorate(
  text: string,
  { className, property, name, arguments: given }: Decoration,
): string | null {
  const file = ts.createSourceFile("entity.ts", text, ts.ScriptTarget.Latest, true);
  const quote = /^\s*import\b[^;\n]*'/m.test(text) ? "'" : '"';
  const target = targetOf(file, className, property);
  if (target === null) return null;
  const start = target.getStart(file);
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? "";
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const literals = given.map((argument) => quoted(argument, quote)).join(", ");
  const insertions = [
    { at: start, text: `@${name}(${literals})${newline}${indent}` },
    ...importInsertion(file, name, quote, newline),
  ];
  return insertions
    .toSorted((a, b) => b.at - a.at)
    .reduce((result, { at, text: piece }) => result.slice(0, at) + piece + result.slice(at), text);
}

function targetOf(file: ts.SourceFile, className: string, property: string | null): ts.Node | null {
  let found: ts.ClassDeclaration | null = null;
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node) && node.name?.text === className) found ??= node;
    ts.forEachChild(node, visit);
  };
  visit(file);
  const declaration = found as ts.ClassDeclaration | null;
  if (declaration === null || property === null) return declaration;
  const own = declaration.members.find(
    (member) => member.name !== undefined && "text" in member.name && member.name.text === property,
  );
  return own ?? targetInBase(file, declaration, property);
}

/** The property of a class that this one extends, where the file has that too. */
function targetInBase(
  file: ts.SourceFile,
  { heritageClauses }: ts.ClassDeclaration,
  property: string,
): ts.Node | null {
  const base = heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  return base !== undefined && ts.isIdentifier(base.expression)
    ? targetOf(file, base.expression.text, property)
    : null;
}

function importInsertion(file: ts.SourceFile, name: string, quote: string, newline: string) {
  const imports = file.statements.filter(ts.isImportDeclaration);
  for (const statement of imports) {
    const bindings = statement.importClause?.namedBindings;
    const isOurs =
      ts.isStringLiteral(statement.moduleSpecifier) && statement.moduleSpecifier.text === packageName;
    if (
      !isOurs ||
      statement.importClause?.isTypeOnly ||
      bindings === undefined ||
      !ts.isNamedImports(bindings)
    )
      continue;
    if (bindings.elements.some((element) => element.name.text === name)) return [];
    const last = bindings.elements.at(-1);
    return last === undefined ? [] : [{ at: last.getEnd(), text: `, ${name}` }];
  }
  const last = imports.at(-1);
  const semicolon = last === undefined || last.getText(file).endsWith(";") ? ";" : "";
  const line = `import { ${name} } from ${quote}${packageName}${quote}${semicolon}`;
  return last === undefined
    ? [{ at: 0, text: line + newline }]
    : [{ at: last.getEnd(), text: newline + line }];
}

function quoted(text: string, quote: string): string {
  const inside = JSON.stringify(text).slice(1, -1);
  return quote === '"' ? `"${inside}"` : `'${inside.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
