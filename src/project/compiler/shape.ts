import { ts } from "@ts-morph/common";
import { hashOf } from "../source";

/** What other files can notice of a source file: see `CompiledFile`. */
export interface SourceShape {
  readonly shape: string;
  readonly looksInside: boolean;
}

/**
 * The emitted metadata of a property of class `User` says `User`, whatever members the class has; so the bodies of
 * classes and functions are no part of a file's shape, and an entity that gains a column leaves the others alone.
 * Everything else is part of it, word by word.
 */
export function shapeOf(source: ts.SourceFile): SourceShape {
  const outside = source.statements.map((statement) => withoutBody(statement, source));
  return { shape: hashOf(outside.join("\n")), looksInside: looksInside(source) };
}

function withoutBody(statement: ts.Statement, source: ts.SourceFile): string {
  const text = (end: number): string => source.text.slice(afterDecorators(statement, source), end);
  if (ts.isClassDeclaration(statement)) return text(statement.members.pos);
  if (ts.isFunctionDeclaration(statement) && statement.body) return text(statement.body.pos);
  return text(statement.end);
}

function afterDecorators(statement: ts.Statement, source: ts.SourceFile): number {
  const decorators = ts.canHaveDecorators(statement) ? (ts.getDecorators(statement) ?? []) : [];
  return decorators.at(-1)?.end ?? statement.getStart(source);
}

/** Whether types of this file can depend on the members of classes: `User["id"]`, `typeof`, `IdOf<User>`. */
function looksInside(node: ts.Node): boolean {
  if (inspecting.has(node.kind)) return true;
  const hasArguments = ts.isTypeReferenceNode(node) && node.typeArguments !== undefined;
  if (hasArguments && !(ts.isIdentifier(node.typeName) && opaque.has(node.typeName.text))) return true;
  return ts.forEachChild(node, looksInside) ?? false;
}

const inspecting: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.IndexedAccessType,
  ts.SyntaxKind.TypeQuery,
  ts.SyntaxKind.ConditionalType,
  ts.SyntaxKind.MappedType,
  ts.SyntaxKind.ImportType,
]);

/** Generic types whose metadata is the same whatever they are given. */
const opaque = new Set(["Array", "ReadonlyArray", "Promise", "Relation", "Map", "Set", "Record", "Partial"]);
