import type { Alter } from "../../../change";
import {
  type Check,
  type Column,
  type ForeignKey,
  type Id,
  type Index,
  idOf,
  listOf,
  makeId,
  namesIn,
  pathOf,
  type SchemaObject,
  type Sequence,
} from "../../../schema";
import { usingOf } from "../../casts";
import { dependantsIn } from "../../dependencies";
import { typeSql } from "../../types";
import { type Ground, passingName } from "../ground";
import type { Key } from "../keys";
import type { Obstacle } from "./obstacle";
import { overColumns } from "./over-columns";
import { rewrites } from "./rewrites";

/** A column that gets its new type through a second column, and what has to follow. */
export interface Copy {
  readonly from: Column;
  readonly to: Column;
  /** The second column, for as long as there are two. */
  readonly fresh: Column;
  /** What makes the new value of a row's old ones; null where assigning does. */
  readonly using: string | null;
  readonly indexes: readonly Index[];
  /** Those whose own text speaks of the column, nobody knows how: they can be built only when the copy has its name. */
  readonly lateIndexes: readonly Index[];
  readonly keys: readonly Key[];
  /** Of this table or others, with the column on either side. */
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly sequences: readonly Sequence[];
}

export type Retype = Extract<Alter, { kind: "column" }>;

/** How the column can be copied, or why it cannot; null where its rows need not be written. */
export function copyOf(change: Retype, ground: Ground, unsettled: ReadonlySet<Id>): Copy | Obstacle | null {
  const { from, to } = change;
  const { rebuiltEnums, values } = ground.world;
  const using = values.usings.get(idOf(to)) ?? usingOf(from, to);
  const isOfEnum = [from, to].some(({ type }) => rebuiltEnums.has(`${type.schema}.${type.name}`));
  const isCopied =
    !change.aspects.includes("identity") &&
    !isOfEnum &&
    (using !== null || rewrites(from.type, to.type) || rebuildsIndexes(change, ground));
  return isCopied ? copyThrough({ from, to, using }, ground, unsettled) : null;
}

/**
 * Even where no row is written PostgreSQL builds some indexes anew: one that sorts by another collation, and any with
 * an expression or a condition, whatever they are about.
 */
function rebuildsIndexes({ from, aspects }: Retype, { world }: Ground): boolean {
  const isSorted = aspects.includes("collation");
  return (dependantsIn(world.before).get(idOf(from)) ?? []).some((object) => {
    if (object.kind === "index")
      return isSorted || object.where !== null || object.keys.some(({ expression }) => expression !== null);
    return isSorted && (object.kind === "primaryKey" || object.kind === "unique");
  });
}

interface Turn extends Pick<Copy, "from" | "to" | "using"> {
  /** The type of the second column, where that gets another name in the end. */
  readonly passing?: Column["type"];
}

export function copyThrough(
  { from, to, using, passing = to.type }: Turn,
  ground: Ground,
  unsettled: ReadonlySet<Id>,
): Copy | Obstacle | null {
  const { world } = ground;
  if (!ground.stands(to)) return null;
  if (from.generated !== null || to.generated !== null)
    return { obstacle: "PostgreSQL computes the column itself" };
  if (ground.isInherited(to)) return { obstacle: "other tables inherit from its table" };
  // Views have steps of their own, and so has what goes with this plan.
  const standing = (dependantsIn(world.before).get(idOf(from)) ?? []).filter(({ kind }) => kind !== "view");
  const following = standing.flatMap((object) => world.after.objects.get(idOf(object)) ?? []);
  const binding = following.flatMap((object) => bindingOf(object, unsettled) ?? []);
  if (binding[0] !== undefined) return { obstacle: binding[0] };
  const only = <K extends SchemaObject["kind"]>(kind: K) =>
    following.filter((object): object is Extract<SchemaObject, { kind: K }> => object.kind === kind);
  // A type that passes has constants of its own.
  const isLate = (index: Index) =>
    speaksOf(index, to) &&
    (passing !== to.type || overColumns(index, new Map([[to.name, to.name]])) === null);
  const late = only("index").filter(isLate);
  for (const { unique, name } of late)
    if (unique)
      return { obstacle: `what the unique index ${name} says of the column cannot be said of another one` };
  return {
    from,
    to,
    fresh: { ...to, name: passingName(to.name, suffixOf(to), world), type: passing },
    using,
    indexes: only("index").filter((index) => !isLate(index)),
    lateIndexes: late,
    keys: [...only("primaryKey"), ...only("unique")],
    foreignKeys: only("foreignKey"),
    checks: only("check"),
    sequences: listOf(world.after, "sequence").filter(({ ownedBy }) => isColumn(ownedBy, to)),
  };
}

/** Why it cannot be made for the copy; null where it can. */
function bindingOf(object: SchemaObject, unsettled: ReadonlySet<Id>): string | null {
  switch (object.kind) {
    case "index":
    case "check":
    case "foreignKey":
      return null;
    case "primaryKey":
    case "unique":
      return unsettled.has(idOf(object)) ? `its key ${object.name} changes as well` : null;
    case "exclusion":
      return `PostgreSQL builds no second index for the exclusion constraint ${object.name}`;
    case "column":
      return `PostgreSQL computes column ${object.name} from it, and makes no column generated afterwards`;
    case "materializedView":
      return `the materialized view ${pathOf(object)} reads it`;
    default:
      return `${pathOf(object)} stands on it`;
  }
}

const speaksOf = ({ where, keys }: Index, { name }: Column) =>
  namesIn([where ?? "", ...keys.map(({ expression }) => expression ?? "")].join(" ")).has(name);

/** `_varchar_10` */
const suffixOf = ({ type }: Column) =>
  `_${typeSql({ ...type, schema: null })
    .replaceAll(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/_$/, "")}`;

function isColumn(owner: Sequence["ownedBy"], { schema, table, name }: Column): boolean {
  return (
    owner !== null &&
    makeId("column", owner.schema, owner.table, owner.column) === makeId("column", schema, table, name)
  );
}
