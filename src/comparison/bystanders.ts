import type { Change, Plan, Renaming } from "../change";
import { exitStatus, SchemaError } from "../errors";
import { type Blocked, followIndexes, followRenames, keepAttachments, touchedAttachments } from "../plan";
import {
  type Attachment,
  attachmentText,
  type Column,
  isText,
  namesIn,
  pathOf,
  type Schema,
  type TextAttachment,
  tableIdOf,
} from "../schema";

interface Way {
  readonly plan: Plan;
  readonly before: Schema;
  readonly after: Schema;
}

interface Kept {
  readonly up: Plan;
  readonly down: Plan;
  /** The triggers, policies, rules and the like that either way takes down and puts back. */
  readonly attachments: readonly Attachment[];
}

/** Writes the text of these as PostgreSQL does after the renames; leaves out those that it cannot be asked about. */
type Rewrite = (attachments: readonly TextAttachment[]) => Promise<readonly Attachment[]>;

/** Both ways, past the triggers, policies and rules that hang on what changes. */
export async function pastAttachments(
  up: Way,
  down: Way,
  attachments: readonly Attachment[],
  renamings: readonly Renaming[],
  rewrite: Rewrite,
): Promise<Kept> {
  const moves = attachments.map((was) => ({ was, is: followRenames(was, renamings) }));
  const after = (is: Attachment) => followIndexes(is, up.plan.statements);
  const placed = moves.map(({ is }) => is);
  const touched = new Set([
    ...touchedAttachments(down.plan, placed, down),
    ...placed.filter((is) => touchedAttachments(up.plan, [after(is)], up).length > 0),
  ]);
  const moved = moves.filter(({ was, is }) => touched.has(is) && hasMoved(was, is));
  const rewritten = await rewrittenOf(moved, rewrite);
  const settled = placed.map((is) => rewritten.get(is) ?? is);
  return {
    up: keepAttachments(up.plan, settled.map(after), up),
    down: keepAttachments(down.plan, settled, down),
    attachments: moves.flatMap(({ was, is }) => (touched.has(is) ? [was] : [])),
  };
}

interface Move {
  readonly was: Attachment;
  readonly is: Attachment;
}

/** What has a text of its own and names something that is renamed. */
async function rewrittenOf(
  moves: readonly Move[],
  rewrite: Rewrite,
): Promise<ReadonlyMap<Attachment, Attachment>> {
  const partly = moves.find(namesItInItsCondition);
  if (partly !== undefined) throw renamedUnder(partly.was);
  const texts = moves.flatMap(({ was }) => (isText(was) ? [was] : []));
  if (texts.length === 0) return new Map();
  const found = await rewrite(texts);
  return new Map(
    moves.flatMap(({ was, is }): [Attachment, Attachment][] => {
      if (!isText(was)) return [];
      const now = found.find((each) => keyOf(each) === keyOf(is));
      if (now === undefined) throw renamedUnder(was);
      return [[is, now]];
    }),
  );
}

const keyOf = ({ kind, schema, table, name }: Attachment) => JSON.stringify([kind, schema, table, name]);

function namesItInItsCondition({ was, is }: Move): boolean {
  if (was.kind !== "publication" || was.where === null) return false;
  const named = namesIn(was.where);
  return was.columns.some(({ name }, position) => name !== is.columns[position]?.name && named.has(name));
}

const hasMoved = (a: Attachment, b: Attachment) => JSON.stringify(a) !== JSON.stringify(b);

function renamedUnder(attachment: Attachment): SchemaError {
  return new SchemaError({
    code: "RENAMED_UNDER_ATTACHMENT",
    message: `The ${attachmentText(attachment)} names something that is renamed, and has to be made anew for another change in the same migration. Only PostgreSQL can rewrite its text, and the scratch database cannot.`,
    hint: "Generate and apply the rename first, and the other change after it.",
    exit: exitStatus.refused,
  });
}

/** Refuses to take away what somebody else's objects need. */
export function refuseBlocked(blocked: readonly Blocked[]): void {
  if (blocked.length === 0) return;
  const list = blocked.map(({ what, needs }) => `${what} needs ${needs}`).join("; ");
  throw new SchemaError({
    code: "STILL_NEEDED",
    message: `What the changes remove is still needed by what no entity describes: ${list}. Nothing was written.`,
    hint: "Drop or change that first, in a migration of its own (`schema generate --empty`), or keep what it needs.",
    exit: exitStatus.refused,
  });
}

/** Refuses to give what a table is partitioned by another type, or to drop it: PostgreSQL does neither. */
export function refusePartitionKeys(changes: readonly Change[], current: Schema, desired: Schema): void {
  const column = changes
    .flatMap((change) => losingTheirWay(change))
    .find((column) => {
      const id = tableIdOf(column);
      const home = current.objects.get(id);
      if (home?.kind !== "table" || !desired.objects.has(id)) return false;
      return [home, ...home.parts].some(({ partitionKey }) => namesIn(partitionKey ?? "").has(column.name));
    });
  if (column === undefined) return;
  throw new SchemaError({
    code: "PARTITION_KEY",
    message: `Column ${pathOf(column)} is one that its table is partitioned by. PostgreSQL neither changes the type of such a column nor drops it. Nothing was written.`,
    hint: "Make a table that is partitioned as it shall be beside this one, move the rows, and let it take over the name: `schema generate --empty` begins such a file. A rename alone can be generated.",
    exit: exitStatus.refused,
  });
}

function losingTheirWay(change: Change): Column[] {
  if (change.kind !== "column" || change.action === "create" || change.action === "rename") return [];
  const stays =
    change.action === "alter" &&
    !change.aspects.some((aspect) => aspect === "type" || aspect === "collation");
  return stays ? [] : [change.from];
}
