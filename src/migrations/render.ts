import type { Plan } from "../change";
import { renderBody } from "./body";
import { renderHeader } from "./header";
import { emptyReview, type Review } from "./review";
import { asksFor, fill, shippedTemplate, type Template } from "./template";

export interface MigrationText {
  readonly className: string;
  readonly review: Review;
  readonly up: Plan;
  readonly down: Plan;
}

export const noTransaction = "public readonly transaction = false;";

/** The TypeScript file of a generated migration. */
export function renderMigration(migration: MigrationText, template: Template = shippedTemplate()): string {
  const { className, review, up, down } = migration;
  const header = renderHeader(review);
  const asked = asksFor(template, "header") ? header : "";
  return fill(template, {
    header: () => header,
    className: () => className,
    transaction: (indent) => (up.transaction && down.transaction ? "" : `${indent}${noTransaction}`),
    up: (indent) => renderBody(up, indent, asked),
    down: (indent) => renderBody(down, indent, ""),
  });
}

/** A file for a migration that a person writes. */
export function renderEmptyMigration(
  { className, title }: { readonly className: string; readonly title: string },
  template: Template = shippedTemplate(),
): string {
  return fill(template, {
    header: () => renderHeader({ ...emptyReview, title }),
    className: () => className,
    transaction: () => "",
    up: (indent) => `${indent}// await queryRunner.query(\`…\`);`,
    down: (indent) => `${indent}// What up did, undone.`,
  });
}
