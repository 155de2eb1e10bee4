import type { Plan } from "../change";
import { type Amended, applyEdits, bodyEdit, editedIn, isWrittenIn, lostLines } from "./edits";
import { languages } from "./language";
import { bodyOf, marksIn } from "./places";
import type { MigrationText } from "./render";
import { runsInTransaction, type SqlTexts, sqlHeader, wayBack } from "./render-sql";
import type { Review } from "./review";
import { scanSql } from "./scan-sql";
import { withoutSchemaComment } from "./schema-way";

/** As `amendMigration`, of the scripts of a migration. */
export function amendSql(
  old: SqlTexts,
  { review, up, down }: MigrationText,
): (Omit<Amended, "text"> & { readonly texts: SqlTexts }) | null {
  const scripts = [scriptOf(old.up), scriptOf(old.down)] as const;
  const [one, other] = scripts;
  if (one === null || other === null) return null;
  const byHand = one.byHand || other.byHand;
  // What is written by hand may need it.
  const kept = byHand && !(runsInTransaction(old.up) && runsInTransaction(old.down));
  const transaction = up.transaction && down.transaction && !kept;
  const rewrite = (script: Script, plan: Plan, told: Review) => {
    const { text, head, body } = script;
    const header = head === "" ? "" : sqlHeader(told, transaction);
    const bodyText = bodyEdit(text, body, plan, {
      language: languages.sql,
      header: withoutSchemaComment(header),
    });
    return applyEdits(text, [{ start: 0, end: head.length, text: header }, bodyText]);
  };
  const texts = { up: rewrite(one, up, review), down: rewrite(other, down, wayBack(review)) };
  const lost = [
    ...lostLines(editedIn(withoutSchemaComment(one.head), one.body), texts.up),
    ...lostLines(editedIn(withoutSchemaComment(other.head), other.body), texts.down),
  ];
  return { texts, byHand, lost };
}

type Script = NonNullable<ReturnType<typeof scriptOf>>;

function scriptOf(text: string) {
  const comments = commentsOf(text);
  const marks = marksIn(text).filter(({ start, end }) => comments.some((at) => at >= start && at < end));
  const body = bodyOf(text, marks);
  if (body === null) return null;
  const [head = ""] = /^(?:--(?! ---)[^\n]*\n?)*/.exec(text) ?? [];
  return { text, head: head.replace(/\n$/, ""), body, byHand: isWrittenIn(text, body, marks) };
}

/** Where comments begin: a literal may hold a line that looks like a mark. */
function commentsOf(text: string): number[] {
  const starts: number[] = [];
  let position = 0;
  for (const piece of scanSql(text)) {
    if (piece.kind === "comment") starts.push(position);
    position += piece.text.length;
  }
  return starts;
}
