import { type Change, type Plan, plainStatement, type Statement } from "../change";
import {
  type Attachment,
  type Id,
  idOf,
  indexOfAttachment,
  makeId,
  namesIn,
  relationIds,
  type Schema,
  yields,
} from "../schema";
import { columnsOfType, isRebuilt } from "./enums";
import { attachmentSql } from "./hanging";
import { separateCommits } from "./transactions";

interface Way {
  readonly before: Schema;
  readonly after: Schema;
}

/**
 * The plan with triggers, policies, rules and the like taken down where PostgreSQL would refuse or lose them, and put back
 * as they were as soon as what they hang on is there again.
 */
export function keepAttachments(plan: Plan, attachments: readonly Attachment[], way: Way): Plan {
  const touched = attachments.flatMap((attachment) =>
    touchedBy(plan, attachment, way).map((where) => ({ ...where, ...attachmentSql(attachment) })),
  );
  if (touched.length === 0) return plan;
  const statements = plan.statements.flatMap((statement, position) => {
    const going = touched.flatMap(({ first, drop }) => (first === position && drop !== null ? [drop] : []));
    const coming = touched.flatMap(({ last, create }) => (last === position ? create : []));
    if (going.length + coming.length === 0) return [statement];
    // Where each statement commits by itself, nobody shall miss a policy, or a right, for a moment.
    if (!plan.transaction && statement.transactional)
      return [{ ...statement, sql: [...going, statement.sql, ...coming].join(";\n") }];
    return [
      ...going.map((sql) => plainStatement(sql)),
      statement,
      ...coming.map((sql) => plainStatement(sql)),
    ];
  });
  return separateCommits(statements);
}

/** Those of the attachments that the plan touches. */
export const touchedAttachments = (plan: Plan, attachments: readonly Attachment[], way: Way): Attachment[] =>
  attachments.filter((attachment) => touchedBy(plan, attachment, way).length > 0);

interface Touched {
  /** Before which statement it goes; null where there is nothing yet that it hangs on. */
  readonly first: number | null;
  /** After which statement it comes back; null where there is nothing left that it could hang on. */
  readonly last: number | null;
}

function touchedBy({ statements }: Plan, attachment: Attachment, { before, after }: Way): Touched[] {
  const positions = positionsOf(statements, attachment, before);
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [was, willBe] = [isThere(attachment, before), isThere(attachment, after)];
  if (!was && !willBe && yields(attachment)) return [];
  // It goes with its table or view, and comes with it when that is made again on the way back.
  if (was && !willBe) return isOnSomething(attachment, after) ? [{ first, last: null }] : [];
  return [{ first: !was && willBe ? null : first, last }];
}

/** The statements that it has to be out of the way of, or would go with, in their order. */
function positionsOf(statements: readonly Statement[], attachment: Attachment, before: Schema): number[] {
  const ids = hangsOn(attachment);
  const altering = statements.flatMap(({ changes }, position) =>
    changes.some((change) => touches(change, ids, before)) ? [position] : [],
  );
  if (!yields(attachment)) return altering;
  const yielding = yieldingTo(statements, ids);
  if (isReset(attachment)) return [...yielding, ...altering].toSorted((a, b) => a - b);
  const index = indexOfAttachment(attachment);
  const [first] = yielding;
  if (index === null || first === undefined) return yielding;
  // It may be built, or get its name, later than its column.
  const naming = statements.flatMap(({ sql }, position) =>
    position > first && namesIn(sql).has(index) ? [position] : [],
  );
  return [...yielding, ...naming].toSorted((a, b) => a - b);
}

/** A new type is stored as it is usual for that type, and statistics of it look as closely as is usual. */
const isReset = (attachment: Attachment): boolean =>
  attachment.kind === "statisticsTarget" ||
  (attachment.kind === "columnSettings" && (attachment.storage ?? attachment.compression) !== null);

function hangsOn(attachment: Attachment): ReadonlySet<Id> {
  const { whole, columns } = attachment;
  return new Set([
    ...relationIds(whole.schema, whole.name),
    ...columns.map(columnId),
    ...indexIds(attachment),
  ]);
}

const columnId = ({ schema, table, name }: Attachment["columns"][number]) =>
  makeId("column", schema, table, name);

function indexIds(attachment: Attachment): Id[] {
  const { schema, table } = attachment;
  const index = indexOfAttachment(attachment);
  if (index === null) return [];
  const ofConstraint = (["primaryKey", "unique", "exclusion"] as const).map((kind) =>
    makeId(kind, schema, table, index),
  );
  return [makeId("index", schema, index), ...ofConstraint];
}

const isOnSomething = ({ whole }: Attachment, { objects }: Schema): boolean =>
  relationIds(whole.schema, whole.name).some((id) => objects.has(id));

function isThere(attachment: Attachment, schema: Schema): boolean {
  if (!isOnSomething(attachment, schema)) return false;
  if (!yields(attachment)) return true;
  const indexes = indexIds(attachment);
  return (
    attachment.columns.every((column) => schema.objects.has(columnId(column))) &&
    (indexes.length === 0 || indexes.some((id) => schema.objects.has(id)))
  );
}

/**
 * Where a column, or the whole, becomes another one; while it is the same one it may change as it likes. A copy of a
 * column is begun only where nothing unknown hangs on it.
 */
function yieldingTo(statements: readonly Statement[], ids: ReadonlySet<Id>): number[] {
  return statements.flatMap(({ changes, copied = [] }, position) => {
    if (copied.some((column) => ids.has(idOf(column)))) return [0, position];
    const isAnother = ({ action, from, to }: Change) =>
      (action === "create" || action === "drop") && ids.has(idOf(to ?? from));
    return changes.some(isAnother) ? [position] : [];
  });
}

function touches(change: Change, ids: ReadonlySet<Id>, before: Schema): boolean {
  switch (change.action) {
    case "create":
      return ids.has(idOf(change.to));
    case "drop":
      return ids.has(idOf(change.from));
    case "alter":
      if (change.kind === "enum" && isRebuilt(change))
        return columnsOfType(before, change.from).some((column) => ids.has(idOf(column)));
      return (
        change.kind === "column" &&
        ids.has(idOf(change.from)) &&
        change.aspects.some((aspect) => aspect === "type" || aspect === "collation")
      );
    case "rename":
      return false;
  }
}
