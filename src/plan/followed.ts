import { inSequence, type Renaming, type Statement, samePath } from "../change";
import { type AttachedTo, type Attachment, quoteIdentifier } from "../schema";

/** The attachment where the renames leave it. What only PostgreSQL can write anew keeps its text. */
export function followRenames(attachment: Attachment, renamings: readonly Renaming[]): Attachment {
  const follow = (place: AttachedTo) => inSequence(renamings).reduce(renamed, place);
  const followTable = (path: { schema: string; name: string }) => {
    const { schema, table } = follow({ schema: path.schema, table: path.name, name: "" });
    return { schema, name: table };
  };
  const followIndex = (name: string) =>
    inSequence(renamings).reduce(renamedIndex, { schema: attachment.schema, name }).name;
  const { schema, name: table } = followTable({ schema: attachment.schema, name: attachment.table });
  const whole = followTable(attachment.whole);
  const there = { schema, table, whole, columns: attachment.columns.map(follow) };
  if (attachment.kind === "publication")
    return { ...attachment, ...there, listed: attachment.listed?.map(follow) ?? null };
  if (attachment.kind === "statistics" || attachment.kind === "statisticsTarget")
    return { ...attachment, ...there, name: inSequence(renamings).reduce(inNamespace, attachment.name) };
  return withIndex({ ...attachment, ...there }, followIndex);
}

/** Statistics are in a schema of their own. */
function inNamespace(name: string, renaming: Renaming): string {
  if (renaming.kind !== "namespace") return name;
  const [from, to] = [`${quoteIdentifier(renaming.from)}.`, `${quoteIdentifier(renaming.to)}.`];
  return name.startsWith(from) ? `${to}${name.slice(from.length)}` : name;
}

/** The attachment when the plan has given its index another name. */
export function followIndexes(attachment: Attachment, statements: readonly Statement[]): Attachment {
  const names = new Map(
    statements
      .flatMap(({ changes }) => changes)
      .flatMap((change): [string, string][] =>
        change.action === "rename" && "table" in change.from && isOn(attachment, change.from)
          ? [[change.from.name, change.to.name]]
          : [],
      ),
  );
  return withIndex(attachment, (name) => names.get(name) ?? name);
}

const isOn = (attachment: Attachment, { schema, table }: { schema: string; table: string }) =>
  schema === attachment.schema && table === attachment.table;

function withIndex(attachment: Attachment, rename: (index: string) => string): Attachment {
  if (attachment.kind === "clustering") return { ...attachment, index: rename(attachment.index) };
  if (attachment.kind !== "replicaIdentity" || typeof attachment.how === "string") return attachment;
  return { ...attachment, how: { index: rename(attachment.how.index) } };
}

function renamed(place: AttachedTo, renaming: Renaming): AttachedTo {
  const isAt = (path: { schema: string; name: string }) =>
    samePath(path, { schema: place.schema, name: place.table });
  switch (renaming.kind) {
    case "namespace":
      return place.schema === renaming.from ? { ...place, schema: renaming.to } : place;
    case "table":
    case "view":
    case "materializedView":
      return isAt(renaming.from) ? { ...place, schema: renaming.to.schema, table: renaming.to.name } : place;
    case "column":
      return isAt(renaming.table) && place.name === renaming.from ? { ...place, name: renaming.to } : place;
    default:
      return place;
  }
}

const renamedIndex = (path: { schema: string; name: string }, renaming: Renaming) =>
  renaming.kind === "index" && samePath(path, renaming.from) ? renaming.to : path;
