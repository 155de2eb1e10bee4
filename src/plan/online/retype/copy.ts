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
  type SchemaObject,
  type Sequence,
} from "../../../schema";
import { usingOf } from "../../casts";
import { dependenciesOf } from "../../dependencies";
import { typeSql } from "../../types";
import { type Ground, passingName } from "../ground";
import type { Key } from "../keys";
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
  /** Those whose own text speaks of the column: they can be built only when the copy has its name. */
  readonly lateIndexes: readonly Index[];
  readonly keys: readonly Key[];
  /** Of this table or others, with the column on either side. */
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Check[];
  readonly sequences: readonly Sequence[];
}

export type Retype = Extract<Alter, { kind: "column" }>;

/** How the column can be copied; null where its rows need not be written, or something on it cannot follow. */
export function copyOf(change: Retype, ground: Ground, unsettled: ReadonlySet<Id>): Copy | null {
  const { from, to } = change;
  const { rebuiltEnums, values } = ground.world;
  const using = values.usings.get(idOf(to)) ?? usingOf(from, to);
  const isOfEnum = [from, to].some(({ type }) => rebuiltEnums.has(`${type.schema}.${type.name}`));
  const isCopied =
    !change.aspects.includes("identity") && !isOfEnum && (using !== null || rewrites(from.type, to.type));
  return isCopied ? copyThrough({ from, to, using }, ground, unsettled) : null;
}

interface Turn extends Pick<Copy, "from" | "to" | "using"> {
  /** The type of the second column, where that gets another name in the end. */
  readonly passing?: Column["type"];
}

export function copyThrough(
  { from, to, using, passing = to.type }: Turn,
  ground: Ground,
  unsettled: ReadonlySet<Id>,
): Copy | null {
  const { world } = ground;
  const isOrdinary = from.generated === null && to.generated === null;
  if (!isOrdinary || !ground.stands(to) || ground.isPartitioned(to)) return null;
  const standing = [...world.before.objects.values()].filter(
    // Views have steps of their own, and so has what goes with this plan.
    (object) => object.kind !== "view" && dependenciesOf(object, world.before).includes(idOf(from)),
  );
  const following = standing.flatMap((object) => world.after.objects.get(idOf(object)) ?? []);
  if (!following.every((object) => follows(object, unsettled))) return null;
  const only = <K extends SchemaObject["kind"]>(kind: K) =>
    following.filter((object): object is Extract<SchemaObject, { kind: K }> => object.kind === kind);
  const isLate = (index: Index) => speaksOf(index, to);
  if (only("index").some((index) => index.unique && isLate(index))) return null;
  return {
    from,
    to,
    fresh: { ...to, name: passingName(to.name, suffixOf(to), world), type: passing },
    using,
    indexes: only("index").filter((index) => !isLate(index)),
    lateIndexes: only("index").filter(isLate),
    keys: [...only("primaryKey"), ...only("unique")],
    foreignKeys: only("foreignKey"),
    checks: only("check"),
    sequences: listOf(world.after, "sequence").filter(({ ownedBy }) => isColumn(ownedBy, to)),
  };
}

/** Whether it can be made for the copy. */
function follows(object: SchemaObject, unsettled: ReadonlySet<Id>): boolean {
  switch (object.kind) {
    case "index":
    case "check":
    case "foreignKey":
      return true;
    case "primaryKey":
    case "unique":
      return !unsettled.has(idOf(object));
    default:
      return false;
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
