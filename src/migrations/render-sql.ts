import type { Plan } from "../change";
import { renderBody } from "./body";
import { headerLines } from "./header";
import { languages } from "./language";
import { commonVariables, type MigrationText } from "./render";
import { emptyReview, type Review } from "./review";
import { schemaComment, withoutSchemaComment } from "./schema-way";
import { asksFor, fill, shippedTemplate, type Template } from "./template";

/** The two scripts of a migration. */
export interface SqlTexts {
  readonly up: string;
  readonly down: string;
}

/** In a comment of a script of its own line: then every statement commits by itself. */
const noTransactionComment = "-- transaction = false";

export const runsInTransaction = (script: string) =>
  !/^--[ \t]*transaction[ \t]*=[ \t]*false[ \t\r]*$/m.test(script);

const language = languages.sql;
const required = ["statements"];

/** The scripts of a generated migration. */
export function renderSql(migration: MigrationText, template: Template = shippedTemplate("sql")): SqlTexts {
  const { up, down, review } = migration;
  const transaction = up.transaction && down.transaction;
  const script = (plan: Plan, header: string) => {
    const variables = {
      ...commonVariables(migration),
      header: () => header,
      statements: (indent: string) =>
        renderBody(plan, {
          language,
          indent,
          header: asksFor(template, "header") ? withoutSchemaComment(header) : "",
        }),
    };
    return fill(template, variables, required);
  };
  return {
    up: script(up, sqlHeader(review, transaction)),
    down: script(down, sqlHeader(wayBack(review), transaction)),
  };
}

/** Scripts for a person to write. */
export function renderEmptySql(
  { className, title }: { readonly className: string; readonly title: string },
  template: Template = shippedTemplate("sql"),
): SqlTexts {
  const script = (title: string, hint: string) => {
    const review = { ...emptyReview, title };
    const variables = {
      ...commonVariables({ className, review }),
      header: () => sqlHeader(review, true),
      statements: (indent: string) => `${indent}-- ${hint}`,
    };
    return fill(template, variables, required);
  };
  return {
    up: script(title, "SQL, each statement ended by a semicolon."),
    down: script(`Undo: ${title}`, "What up did, undone."),
  };
}

export function sqlHeader(review: Review, transaction: boolean): string {
  const settings = [
    ...(review.schema === null ? [] : [schemaComment(review.schema)]),
    ...(transaction ? [] : [noTransactionComment.slice(3)]),
  ];
  const lines = [...headerLines(review), ...settings.flatMap((line) => ["", line])];
  return lines.map((line) => `-- ${line}`.trimEnd()).join("\n");
}

export const wayBack = ({ title, downLoses, downFills, downStops, proof }: Review): Review => ({
  ...emptyReview,
  title: `Undo: ${title}`,
  downLoses,
  downFills,
  downStops,
  proof,
});
