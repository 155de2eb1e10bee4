import {
  type Change,
  inSequence,
  type Plan,
  plainStatement,
  type Renaming,
  type Statement,
  samePath,
} from "../change";
import {
  type AttachedTo,
  type Attachment,
  type Id,
  idOf,
  makeId,
  relationIds,
  type Schema,
  yields,
} from "../schema";
import { columnsOfType, isRebuilt } from "./enums";
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
  const touched = attachments.flatMap((attachment) => touchedBy(plan, attachment, way));
  if (touched.length === 0) return plan;
  const statements = plan.statements.flatMap((statement, position) => {
    const going = touched.flatMap(({ first, attachment: { drop } }) =>
      first === position && drop !== null ? [drop] : [],
    );
    const coming = touched.flatMap(({ last, attachment }) => (last === position ? attachment.create : []));
    // No moment without a trigger or a policy, where each statement commits by itself.
    const isMoment = touched.every(({ first, last }) => first === position && last === position);
    if (!plan.transaction && isMoment && statement.transactional)
      return [{ ...statement, sql: [...going, statement.sql, ...coming].join(";\n") }];
    return [
      ...going.map((sql) => plainStatement(sql)),
      statement,
      ...coming.map((sql) => plainStatement(sql)),
    ];
  });
  return separateCommits(statements);
}

/** The attachment where the renames leave it. Its text keeps the old names. */
export function followRenames(attachment: Attachment, renamings: readonly Renaming[]): Attachment {
  const follow = (place: AttachedTo) => inSequence(renamings).reduce(renamed, place);
  const followTable = (path: { schema: string; name: string }) => {
    const { schema, table } = follow({ schema: path.schema, table: path.name, name: "" });
    return { schema, name: table };
  };
  const { schema, name: table } = followTable({ schema: attachment.schema, name: attachment.table });
  const whole = followTable(attachment.whole);
  return { ...attachment, schema, table, whole, columns: attachment.columns.map(follow) };
}

function renamed(place: AttachedTo, renaming: Renaming): AttachedTo {
  const isOn = (path: { schema: string; name: string }) =>
    samePath(path, { schema: place.schema, name: place.table });
  switch (renaming.kind) {
    case "namespace":
      return place.schema === renaming.from ? { ...place, schema: renaming.to } : place;
    case "table":
    case "view":
    case "materializedView":
      return isOn(renaming.from) ? { ...place, schema: renaming.to.schema, table: renaming.to.name } : place;
    case "column":
      return isOn(renaming.table) && place.name === renaming.from ? { ...place, name: renaming.to } : place;
    default:
      return place;
  }
}

/** Those of the attachments that the plan touches. */
export const touchedAttachments = (plan: Plan, attachments: readonly Attachment[], way: Way): Attachment[] =>
  attachments.filter((attachment) => touchedBy(plan, attachment, way).length > 0);

interface Touched {
  readonly attachment: Attachment;
  /** Before which statement it goes; null where there is nothing yet that it hangs on. */
  readonly first: number | null;
  /** After which statement it comes back; null where there is nothing left that it could hang on. */
  readonly last: number | null;
}

function touchedBy({ statements }: Plan, attachment: Attachment, { before, after }: Way): Touched[] {
  const ids = hangsOn(attachment);
  const positions = yields(attachment)
    ? yieldingTo(statements, ids)
    : statements.flatMap(({ changes }, position) =>
        changes.some((change) => touches(change, ids, before)) ? [position] : [],
      );
  const [first, last] = [positions[0], positions.at(-1)];
  if (first === undefined || last === undefined) return [];
  const [was, willBe] = [isThere(attachment, before), isThere(attachment, after)];
  // It goes with its table or view, and comes with it when that is made again on the way back.
  if (was && !willBe) return isOnSomething(attachment, after) ? [{ attachment, first, last: null }] : [];
  return [{ attachment, first: !was && willBe ? null : first, last }];
}

function hangsOn({ whole, columns }: Attachment): ReadonlySet<Id> {
  return new Set([...relationIds(whole.schema, whole.name), ...columns.map(columnId)]);
}

const columnId = ({ schema, table, name }: Attachment["columns"][number]) =>
  makeId("column", schema, table, name);

const isOnSomething = ({ whole }: Attachment, { objects }: Schema): boolean =>
  relationIds(whole.schema, whole.name).some((id) => objects.has(id));

function isThere(attachment: Attachment, schema: Schema): boolean {
  const isWhole = attachment.columns.every((column) => schema.objects.has(columnId(column)));
  return isOnSomething(attachment, schema) && (isWhole || !yields(attachment));
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
