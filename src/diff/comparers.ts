import { isDeepStrictEqual } from "node:util";
import type { Aspect } from "../change";
import type { Column, ObjectKind, ObjectOf } from "../schema";

type Same<K extends ObjectKind> = (from: ObjectOf<K>, to: ObjectOf<K>) => boolean;

/** For one kind, how each property that can differ is compared. A property that `tsc` finds missing here was forgotten. */
export type Comparer<K extends ObjectKind> = { readonly [A in Aspect<K>]: Same<K> };

/** Compares the property by value, however deep. */
function same<P extends string>(property: P) {
  return (from: { readonly [Q in P]: unknown }, to: { readonly [Q in P]: unknown }): boolean =>
    isDeepStrictEqual(from[property], to[property]);
}

/** The type of an extension is the same one wherever the extension moves. */
const sameType = ({ type: from }: Column, { type: to }: Column) =>
  from.extension === null || from.extension !== to.extension
    ? isDeepStrictEqual(from, to)
    : isDeepStrictEqual({ ...from, schema: null }, { ...to, schema: null });

/** For properties that tell the tool something but are no part of the object. */
const neverDiffers = () => true;

export const comparers: { readonly [K in ObjectKind]: Comparer<K> } = {
  namespace: { comment: same("comment") },
  extension: { schema: same("schema") },
  enum: { labels: same("labels"), comment: same("comment") },
  sequence: {
    type: same("type"),
    start: same("start"),
    increment: same("increment"),
    minimum: same("minimum"),
    maximum: same("maximum"),
    cache: same("cache"),
    cycle: same("cycle"),
    ownedBy: same("ownedBy"),
    comment: same("comment"),
  },
  table: {
    unlogged: same("unlogged"),
    partitionKey: same("partitionKey"),
    parts: neverDiffers,
    inherited: neverDiffers,
    storage: same("storage"),
    comment: same("comment"),
  },
  column: {
    type: sameType,
    notNull: same("notNull"),
    default: same("default"),
    collation: same("collation"),
    identity: same("identity"),
    generated: same("generated"),
    comment: same("comment"),
  },
  primaryKey: {
    columns: same("columns"),
    include: same("include"),
    deferrable: same("deferrable"),
    comment: same("comment"),
  },
  unique: {
    columns: same("columns"),
    include: same("include"),
    nullsNotDistinct: same("nullsNotDistinct"),
    deferrable: same("deferrable"),
    comment: same("comment"),
  },
  check: {
    expression: same("expression"),
    noInherit: same("noInherit"),
    validated: same("validated"),
    comment: same("comment"),
  },
  exclusion: { definition: same("definition"), deferrable: same("deferrable"), comment: same("comment") },
  foreignKey: {
    columns: same("columns"),
    references: same("references"),
    onDelete: same("onDelete"),
    onDeleteColumns: same("onDeleteColumns"),
    onUpdate: same("onUpdate"),
    match: same("match"),
    deferrable: same("deferrable"),
    validated: same("validated"),
    comment: same("comment"),
  },
  index: {
    method: same("method"),
    unique: same("unique"),
    nullsNotDistinct: same("nullsNotDistinct"),
    keys: same("keys"),
    include: same("include"),
    where: same("where"),
    storage: same("storage"),
    // Nobody wants a broken index: a difference is only that one is to be mended.
    valid: (from, to) => from.valid || !to.valid,
    concurrently: neverDiffers,
    comment: same("comment"),
  },
  view: {
    query: same("query"),
    options: same("options"),
    comment: same("comment"),
    reads: neverDiffers,
    columns: neverDiffers,
    grants: neverDiffers,
    owner: neverDiffers,
    notes: neverDiffers,
  },
  materializedView: {
    query: same("query"),
    options: same("options"),
    comment: same("comment"),
    reads: neverDiffers,
    columns: neverDiffers,
    grants: neverDiffers,
    owner: neverDiffers,
    notes: neverDiffers,
    populated: neverDiffers,
  },
};
