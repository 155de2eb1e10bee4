import type { Plans } from "../change";
import { renderBody } from "./body";
import { type ClassStyle, typescript } from "./class-style";
import { renderHeader } from "./header";
import { languages } from "./language";
import { emptyReview, type Review } from "./review";
import { schemaLine } from "./schema-way";
import { asksFor, fill, shippedTemplate, type Template, type TemplateVariables } from "./template";
import { timestampOf } from "./timestamps";

export interface MigrationText extends Plans {
  readonly className: string;
  readonly review: Review;
}

export const noTransaction = "transaction = false";

const required = ["className", "up", "down"];

/** The file of a generated migration as a class. */
export function renderMigration(
  migration: MigrationText,
  template: Template = shippedTemplate("ts"),
  style: ClassStyle = typescript,
): string {
  const { review, up, down } = migration;
  const header = renderHeader(review);
  const watched = asksFor(template, "header") ? header : "";
  const language = languages.ts;
  const variables = {
    ...commonVariables(migration),
    ...exportVariables(migration, style),
    header: () => header,
    schema: (indent: string) =>
      review.schema === null ? "" : indent + style.field(schemaLine(review.schema)),
    transaction: (indent: string) =>
      up.transaction && down.transaction ? "" : indent + style.field(noTransaction),
    up: (indent: string) => renderBody(up, { language, indent, header: watched }),
    down: (indent: string) => renderBody(down, { language, indent, header: "" }),
  };
  return fill(template, variables, required);
}

/** A file for a migration that a person writes. */
export function renderEmptyMigration(
  { className, title }: { readonly className: string; readonly title: string },
  template: Template = shippedTemplate("ts"),
  style: ClassStyle = typescript,
): string {
  const review = { ...emptyReview, title };
  const variables = {
    ...commonVariables({ className, review }),
    ...exportVariables({ className }, style),
    header: () => renderHeader(review),
    schema: () => "",
    transaction: () => "",
    up: (indent: string) => `${indent}// await queryRunner.query(\`…\`);`,
    down: (indent: string) => `${indent}// What up did, undone.`,
  };
  return fill(template, variables, required);
}

/** What a template may need for others to see the class. */
const exportVariables = ({ className }: Pick<MigrationText, "className">, style: ClassStyle) => ({
  export: () => style.export,
  exports: (indent: string) => {
    const text = style.exports(className);
    return text === "" ? "" : indent + text;
  },
});

/** What a template may say of any migration. */
export function commonVariables({
  className,
  review,
}: Pick<MigrationText, "className" | "review">): TemplateVariables {
  return {
    className: () => className,
    title: () => review.title,
    timestamp: () => String(timestampOf(className)),
  };
}
