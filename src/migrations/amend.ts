import { ts } from "@ts-morph/common";
import { type ClassStyle, typescript } from "./class-style";
import { type Amended, applyEdits, bodyEdit, type Edit, editedIn, isWrittenIn, lostLines } from "./edits";
import { renderHeader } from "./header";
import { languages } from "./language";
import { type Body, bodyOf, type Mark, marksIn } from "./places";
import { type MigrationText, noTransaction } from "./render";
import { schemaLine } from "./schema-way";

/**
 * A generated migration written again for other statements: header, name and generated parts anew, and not a character
 * else changed. Null where the text is not that of a generated migration.
 */
export function amendMigration(
  old: string,
  name: string,
  migration: MigrationText,
  style: ClassStyle = typescript,
): Amended | null {
  const file = ts.createSourceFile("migration.ts", old, ts.ScriptTarget.Latest, true);
  const type = classOf(file);
  const marks = marksOutsideLiterals(file);
  const [up, down] = (["up", "down"] as const).map((method) => bodyIn(type, method, marks, old));
  if (type === null || !up || !down) return null;
  const head = headerOf(file);
  const byHand = [up, down].some((body) => isWrittenIn(old, body, marks));
  const header = head === null ? "" : renderHeader(migration.review);
  const edits: Edit[] = [
    ...(head === null ? [] : [{ ...head, text: header }]),
    ...nameEdits(file, name, migration.className),
    ...schemaEdits(type, migration, style),
    ...transactionEdits(type, migration, byHand, style),
    bodyEdit(old, up, migration.up, { language: languages.ts, header }),
    bodyEdit(old, down, migration.down, { language: languages.ts, header: "" }),
  ];
  const text = applyEdits(old, edits);
  const headText = head === null ? "" : old.slice(head.start, head.end);
  return { text, byHand, lost: lostLines([...editedIn(headText, up), ...editedIn("", down)], text) };
}

type Class = ts.ClassDeclaration | ts.ClassExpression;

function classOf(file: ts.SourceFile): Class | null {
  const classes = file.statements.flatMap((statement): Class[] => {
    if (ts.isClassDeclaration(statement)) return [statement];
    // `module.exports = class …`
    const { expression = null } = ts.isExpressionStatement(statement) ? statement : {};
    if (expression === null || !ts.isBinaryExpression(expression)) return [];
    return ts.isClassExpression(expression.right) ? [expression.right] : [];
  });
  return classes.find((type) => memberOf(type, "up") !== undefined) ?? null;
}

const memberOf = (type: Class, name: string) =>
  type.members.find((member) => member.name !== undefined && member.name.getText() === name);

/** A literal may hold a line that looks like a mark. */
function marksOutsideLiterals(file: ts.SourceFile): Mark[] {
  const literals: { readonly start: number; readonly end: number }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateExpression(node))
      literals.push({ start: node.getStart(file), end: node.getEnd() });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return marksIn(file.text).filter(
    (mark) => !literals.some(({ start, end }) => mark.start > start && mark.start < end),
  );
}

function bodyIn(
  type: Class | null,
  method: "up" | "down",
  marks: readonly Mark[],
  text: string,
): Body | null {
  const member = type === null ? undefined : memberOf(type, method);
  if (member === undefined) return null;
  return bodyOf(
    text,
    marks.filter(({ start }) => start > member.getStart() && start < member.getEnd()),
  );
}

/** The comment that the file begins with. */
function headerOf(file: ts.SourceFile): { readonly start: number; readonly end: number } | null {
  const [first] = ts.getLeadingCommentRanges(file.text, 0) ?? [];
  if (first === undefined || first.kind !== ts.SyntaxKind.MultiLineCommentTrivia) return null;
  return { start: first.pos, end: first.end };
}

function nameEdits(file: ts.SourceFile, from: string, to: string): Edit[] {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    const [start, end] = [node.getStart(file), node.getEnd()];
    if (ts.isIdentifier(node) && node.text === from) edits.push({ start, end, text: to });
    if (ts.isStringLiteral(node) && node.text === from)
      edits.push({ start: start + 1, end: end - 1, text: to });
    ts.forEachChild(node, visit);
  };
  if (from !== to) visit(file);
  return edits;
}

/** Which schemas it leads from and to. */
function schemaEdits(type: Class, { review: { schema } }: MigrationText, style: ClassStyle): Edit[] {
  const member = memberOf(type, "schema");
  const text = schema === null ? "" : `\n  ${style.field(schemaLine(schema))}`;
  if (member !== undefined) return [{ start: member.getFullStart(), end: member.getEnd(), text }];
  const end = memberOf(type, "name")?.getEnd();
  return end === undefined || text === "" ? [] : [{ start: end, end, text }];
}

/** Without anything written by hand, which may need it, the line goes when the statements no longer do. */
function transactionEdits(
  type: Class,
  { up, down }: MigrationText,
  byHand: boolean,
  style: ClassStyle,
): Edit[] {
  const member = memberOf(type, "transaction");
  const needed = !up.transaction || !down.transaction;
  if (member === undefined) {
    const first = memberOf(type, "name") ?? type.members[0];
    const end = first?.getEnd();
    return needed && end !== undefined
      ? [{ start: end, end, text: `\n  ${style.field(noTransaction)}` }]
      : [];
  }
  return needed || byHand ? [] : [{ start: member.getFullStart(), end: member.getEnd(), text: "" }];
}
