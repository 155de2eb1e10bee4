import type { Change, Plan, Statement } from "../change";
import { renderHeader } from "./header";
import { renderQuery } from "./literal";
import { places } from "./places";
import { emptyReview, type Review } from "./review";
import { fill, shippedTemplate, type Template } from "./template";

export interface MigrationText {
  readonly className: string;
  readonly review: Review;
  readonly up: Plan;
  readonly down: Plan;
}

const noTransaction = "public readonly transaction = false;";

/** The TypeScript file of a generated migration. */
export function renderMigration(migration: MigrationText, template: Template = shippedTemplate()): string {
  const { className, review, up, down } = migration;
  return fill(template, {
    header: () => renderHeader(review),
    className: () => className,
    transaction: (indent) => (up.transaction && down.transaction ? "" : `${indent}${noTransaction}`),
    up: (indent) => renderBody(up, indent),
    down: (indent) => renderBody(down, indent),
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

function renderBody(plan: Plan, indent: string): string {
  const boundary = boundaryOf(plan.statements);
  const blocks = plan.statements.flatMap(({ sql }, index) => [
    ...(index === boundary ? [indent + places.between] : []),
    renderQuery(sql, indent),
  ]);
  return [indent + places.before, ...blocks, indent + places.after].join("\n\n");
}

/** The first statement that takes away, where every one that adds comes before it; null without such a point. */
function boundaryOf(statements: readonly Statement[]): number | null {
  const lastExpanding = statements.findLastIndex(({ changes }) => changes.some(expands));
  const firstContracting = statements.findIndex(({ changes }) => changes.some(contracts));
  return lastExpanding >= 0 && lastExpanding < firstContracting ? firstContracting : null;
}

function expands({ kind, action }: Change): boolean {
  return action === "create" && (kind === "table" || kind === "column");
}

/** What old data may not survive or not satisfy. */
function contracts(change: Change): boolean {
  if (change.kind === "table" && change.action === "drop") return true;
  if (change.kind !== "column") return false;
  if (change.action === "drop") return true;
  return change.action === "alter" && change.to.notNull && !change.from.notNull;
}
