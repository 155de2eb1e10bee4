import { type Change, type Manner, type Renaming, renamedIds } from "../change";
import {
  type Attachment,
  attachmentText,
  type Id,
  idOf,
  makeId,
  pathOf,
  qualify,
  relationIds,
  type Schema,
  type SchemaObject,
  yields,
} from "../schema";
import { dependenciesOf } from "./dependencies";
import { columnsOfType, isRebuilt } from "./enums";
import { expand } from "./expand";

/** What no entity describes and the changes cannot be made without touching, under the names that it has before the renames. */
export interface Bystanders {
  /** To be taken down and put back as they are. */
  readonly standing: ReadonlySet<Id>;
  /** Qualified names of the indexes that PostgreSQL drops along with a column or a table. */
  readonly leaving: ReadonlySet<string>;
  /** What would lose what it needs. */
  readonly blocked: readonly Blocked[];
  /** Those renames. */
  readonly renamings: readonly Renaming[];
}

export interface Blocked {
  /** `view public.report` */
  readonly what: string;
  /** `column public.users.name` */
  readonly needs: string;
}

export const noBystanders: Bystanders = {
  standing: new Set(),
  leaving: new Set(),
  blocked: [],
  renamings: [],
};

interface Compared {
  readonly current: Schema;
  readonly desired: Schema;
  readonly changes: readonly Change[];
  readonly renamings: readonly Renaming[];
}

/** What becomes of an object, as far as it matters to what stands on it. */
type ObjectFate = "gone" | "anew" | "retyped";

/** @param live everything there is, as it is before the renames: what it says of others goes by the names that they have there */
export function bystandersOf(
  live: Schema,
  attachments: readonly Attachment[],
  { current, desired, changes, renamings }: Compared,
  { strategy, version }: Manner,
): Bystanders {
  const after = renamedIds(live, renamings);
  const before = new Map([...after].map(([id, renamed]) => [renamed, id]));
  const fates = new Map(
    fatesOf(changes, current, desired, version).map(([id, fate]) => [before.get(id) ?? id, fate]),
  );
  if (fates.size === 0) return noBystanders;
  const strangers = [...live.objects.values()].filter(
    (object) => !current.objects.has(after.get(idOf(object)) ?? idOf(object)),
  );
  const standing = new Set<Id>();
  const leaving = new Set<string>();
  const blocked = new Map<Id, Blocked>();
  // One may stand on another: go round until nobody else is touched.
  for (let size = -1; size < fates.size; ) {
    size = fates.size;
    for (const object of strangers) {
      const id = idOf(object);
      if (fates.has(id)) continue;
      const touched = dependenciesOf(object, live).filter((needed) =>
        minds(object, fates.get(needed), strategy),
      );
      const gone = touched.find((needed) => fates.get(needed) === "gone");
      if (touched.length === 0) continue;
      fates.set(id, gone !== undefined && object.kind === "index" ? "gone" : "anew");
      if (gone === undefined) standing.add(id);
      else if (object.kind === "index") leaving.add(pathOf(object));
      else blocked.set(id, { what: textOf(id), needs: textOf(gone) });
    }
  }
  for (const id of sharedEnums(changes, strangers, before)) standing.add(id);
  for (const id of columnsUnder(attachments, fates, strangers)) standing.add(id);
  const held = attachments.flatMap((attachment) => holdingOn(attachment, fates));
  return { standing, leaving, blocked: [...blocked.values(), ...held], renamings };
}

/** The columns of tables of nobody's on which something stands, or which it names, that has to be made anew. */
function columnsUnder(
  attachments: readonly Attachment[],
  fates: ReadonlyMap<Id, ObjectFate>,
  strangers: readonly SchemaObject[],
): Id[] {
  const touched = attachments
    .filter((attachment) => !yields(attachment))
    .filter(({ columns }) =>
      columns.some((column) => fates.has(makeId("column", column.schema, column.table, column.name))),
    );
  const homes = new Set(
    touched.flatMap(({ whole, columns }) => [
      qualify(whole.schema, whole.name),
      ...columns.map(({ schema, table }) => qualify(schema, table)),
    ]),
  );
  return strangers
    .filter((object) => object.kind === "column" && homes.has(qualify(object.schema, object.table)))
    .map(idOf);
}

/** What PostgreSQL does not drop along with a column: a trigger, policy or rule on a table that stays. */
function holdingOn(attachment: Attachment, fates: ReadonlyMap<Id, ObjectFate>): Blocked[] {
  if (yields(attachment)) return [];
  const { schema, table, columns } = attachment;
  if (relationIds(schema, table).some((id) => fates.get(id) === "gone")) return [];
  const gone = columns
    .map((column) => makeId("column", column.schema, column.table, column.name))
    .find((id) => fates.get(id) === "gone");
  return gone === undefined ? [] : [{ what: attachmentText(attachment), needs: textOf(gone) }];
}

function fatesOf(
  changes: readonly Change[],
  current: Schema,
  desired: Schema,
  version: number | null,
): [Id, ObjectFate][] {
  const all = expand(changes, current, desired, version);
  const made = new Set(all.flatMap(({ action, to }) => (action === "create" ? [slotOf(to)] : [])));
  return all.flatMap((change): [Id, ObjectFate][] => {
    if (change.action === "drop")
      return [[idOf(change.from), made.has(slotOf(change.from)) ? "anew" : "gone"]];
    if (change.action !== "alter") return [];
    if (change.kind === "enum" && isRebuilt(change))
      return [
        [idOf(change.from), "anew"],
        ...columnsOfType(current, change.from).map((column): [Id, ObjectFate] => [idOf(column), "retyped"]),
      ];
    const retyped =
      change.kind === "column" &&
      change.aspects.some((aspect) => aspect === "type" || aspect === "collation");
    return retyped ? [[idOf(change.from), "retyped"]] : [];
  });
}

/** A table has one primary key, whatever its name. */
const slotOf = (object: SchemaObject) =>
  object.kind === "primaryKey" ? `primary key of ${qualify(object.schema, object.table)}` : idOf(object);

/**
 * Whether the object is in the way of that. What a column's new type does to an index or a key, PostgreSQL sees to, but
 * not where a copy takes the column's place.
 */
function minds(object: SchemaObject, fate: ObjectFate | undefined, strategy: Manner["strategy"]): boolean {
  if (fate === undefined) return false;
  switch (object.kind) {
    case "view":
    case "materializedView":
      return true;
    case "index":
    case "foreignKey":
      return fate !== "retyped" || strategy === "online";
    // Of a table of nobody's, with an enum that is made anew.
    case "column":
      return fate === "anew";
    default:
      return false;
  }
}

/** Enums that the entities need no longer, and others do. */
function sharedEnums(
  changes: readonly Change[],
  strangers: readonly SchemaObject[],
  before: ReadonlyMap<Id, Id>,
): Id[] {
  const used = new Set(
    strangers.flatMap((object) =>
      object.kind === "column" && object.type.schema !== null
        ? [makeId("enum", object.type.schema, object.type.name)]
        : [],
    ),
  );
  return changes.flatMap((change) => {
    if (change.kind !== "enum" || change.action !== "drop") return [];
    const id = before.get(idOf(change.from)) ?? idOf(change.from);
    return used.has(id) ? [id] : [];
  });
}

/** `view:public.report` → `view public.report` */
const textOf = (id: Id) => id.replace(":", " ");
