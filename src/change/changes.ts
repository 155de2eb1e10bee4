import { type Id, idOf, type ObjectKind, type ObjectOf, pathOf, type SchemaObject } from "../schema";

/** What the differ can say of one object. `K` is the object's kind. */
type ChangeOf<K extends ObjectKind> =
  | {
      readonly action: "create";
      readonly kind: K;
      readonly from: null;
      readonly to: ObjectOf<K>;
    }
  | {
      readonly action: "drop";
      readonly kind: K;
      readonly from: ObjectOf<K>;
      readonly to: null;
    }
  /** One identity, two descriptions. `aspects` names the properties that differ. */
  | {
      readonly action: "alter";
      readonly kind: K;
      readonly from: ObjectOf<K>;
      readonly to: ObjectOf<K>;
      readonly aspects: readonly Aspect<K>[];
    }
  /** Two identities, one object. Whatever else differs is an alteration of its own, between objects named `to`. */
  | {
      readonly action: "rename";
      readonly kind: K;
      readonly from: ObjectOf<K>;
      readonly to: ObjectOf<K>;
    };

/** A property of an object that can differ while its identity stays. */
export type Aspect<K extends ObjectKind> = Exclude<
  keyof ObjectOf<K>,
  "kind" | "table" | "name" | (K extends "extension" ? never : "schema")
> &
  string;

/** The closed union of everything a migration can do to a schema. */
export type Change = { [K in ObjectKind]: ChangeOf<K> }[ObjectKind];
export type Action = Change["action"];

export type Create = Extract<Change, { action: "create" }>;
export type Drop = Extract<Change, { action: "drop" }>;
export type Alter = Extract<Change, { action: "alter" }>;
export type Rename = Extract<Change, { action: "rename" }>;

export const creationOf = (to: SchemaObject) =>
  ({ action: "create", kind: to.kind, from: null, to }) as Create;
export const dropOf = (from: SchemaObject) => ({ action: "drop", kind: from.kind, from, to: null }) as Drop;

/** Both of one kind, as in those that follow. */
export const renameOf = (from: SchemaObject, to: SchemaObject) =>
  ({ action: "rename", kind: to.kind, from, to }) as Rename;

export const alterationOf = (from: SchemaObject, to: SchemaObject, aspects: readonly string[]) =>
  ({ action: "alter", kind: to.kind, from, to, aspects }) as Alter;

/** The object a change is about, as it is named afterwards; a dropped one as it was. */
export function subjectOf(change: Change): SchemaObject {
  return change.to ?? change.from;
}

/** What it is called from now on, with the schema where that is another. */
export function newNameOf({ from, to }: Rename): string {
  const moved = "schema" in from && "schema" in to && from.schema !== to.schema;
  return moved ? pathOf(to) : to.name;
}

/** Names in a circle are exchanged by way of a temporary one: the changes, as they are made, as what they come to. */
export function withoutDetours(changes: readonly Change[]): Change[] {
  const told: Change[] = [];
  const places = new Map<Id, number>();
  for (const change of changes) {
    if (change.action !== "rename") {
      told.push(change);
      continue;
    }
    const detour = places.get(idOf(change.from));
    const start = told[detour ?? -1];
    places.delete(idOf(change.from));
    places.set(idOf(change.to), detour ?? told.length);
    if (detour === undefined || start === undefined) told.push(change);
    else told[detour] = { ...change, from: start.from } as Change;
  }
  return told;
}
