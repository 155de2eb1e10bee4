import type { Change, Plan, Renaming } from "../change";
import { exitStatus, SchemaError } from "../errors";
import { type Blocked, followRenames, keepAttachments, touchedAttachments } from "../plan";
import {
  type Attachment,
  attachmentText,
  type Column,
  namesIn,
  pathOf,
  type Schema,
  tableIdOf,
  yields,
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

/** Both ways, past the triggers, policies and rules that hang on what changes. */
export function pastAttachments(
  up: Way,
  down: Way,
  attachments: readonly Attachment[],
  renamings: readonly Renaming[],
): Kept {
  const moves = attachments
    .map((attachment) => ({ attachment, after: followRenames(attachment, renamings) }))
    .filter(({ attachment, after }) => !(yields(attachment) && hasMoved(attachment, after)));
  const placed = moves.map(({ after }) => after);
  const touched = new Set([up, down].flatMap((way) => touchedAttachments(way.plan, placed, way)));
  for (const { attachment, after } of moves)
    if (touched.has(after) && hasMoved(attachment, after)) throw renamedUnder(attachment);
  return {
    up: keepAttachments(up.plan, placed, up),
    down: keepAttachments(down.plan, placed, down),
    attachments: [...touched],
  };
}

const hasMoved = (a: Attachment, b: Attachment) => JSON.stringify(a) !== JSON.stringify(b);

function renamedUnder(attachment: Attachment): SchemaError {
  return new SchemaError({
    code: "RENAMED_UNDER_ATTACHMENT",
    message: `The ${attachmentText(attachment)} names something that is renamed, and has to be made anew for another change in the same migration. Only PostgreSQL can rewrite its text.`,
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
