import type { Alter } from "../../../change";
import {
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
import type { World } from "../../renderer";
import { typeSql } from "../../types";
import { type Ground, passingName } from "../ground";
import type { Key } from "../keys";
import { rewrites } from "./rewrites";

/** A column that gets its new type through a second column, and what has to follow. */
export interface Copy {
  readonly from: Column;
  readonly to: Column;
  /** The second column, for as long as there are two. */
  readonly name: string;
  /** What makes the new value of a row's old ones; null where assigning does. */
  readonly using: string | null;
  readonly indexes: readonly Index[];
  readonly keys: readonly Key[];
  /** Of this table or others, with the column on either side. */
  readonly foreignKeys: readonly ForeignKey[];
  readonly checks: readonly Extract<SchemaObject, { kind: "check" }>[];
  readonly sequences: readonly Sequence[];
}

export type Retype = Extract<Alter, { kind: "column" }>;

/** How the column can be copied; null where its rows need not be written, or something on it cannot follow. */
export function copyOf(change: Retype, ground: Ground, unsettled: ReadonlySet<Id>): Copy | null {
  const { from, to } = change;
  const { world } = ground;
  const using = world.values.usings.get(idOf(to)) ?? usingOf(from, to);
  if (!isCopied(change, using, ground)) return null;
  const standing = [...world.before.objects.values()].filter((object) =>
    dependenciesOf(object, world.before).includes(idOf(from)),
  );
  // Views, and what goes or comes with this plan, have steps of their own.
  const lasting = standing.filter((object) => !unsettled.has(idOf(object)) && isLasting(object, world));
  const following = lasting.map((object) => world.after.objects.get(idOf(object)) ?? object);
  if (!following.every((object) => follows(object, to))) return null;
  const remade = standing.filter((object) => unsettled.has(idOf(object)));
  if (remade.some(({ kind }) => kind !== "view")) return null;
  const only = <K extends SchemaObject["kind"]>(kind: K) =>
    following.filter((object): object is Extract<SchemaObject, { kind: K }> => object.kind === kind);
  return {
    from,
    to,
    name: passingName(to.name, suffixOf(to), world),
    using,
    indexes: only("index"),
    keys: [...only("primaryKey"), ...only("unique")],
    foreignKeys: only("foreignKey"),
    checks: only("check"),
    sequences: listOf(world.after, "sequence").filter(({ ownedBy }) => isColumn(ownedBy, to)),
  };
}

function isCopied({ from, to, aspects }: Retype, using: string | null, ground: Ground): boolean {
  const { rebuiltEnums } = ground.world;
  const isRebuilt = [from, to].some(({ type }) => rebuiltEnums.has(`${type.schema}.${type.name}`));
  return (
    aspects.includes("type") &&
    ground.stands(to) &&
    !ground.isPartitioned(to) &&
    !isRebuilt &&
    from.generated === null &&
    to.generated === null &&
    !aspects.includes("identity") &&
    (using !== null || rewrites(from.type, to.type))
  );
}

const isLasting = (object: SchemaObject, { after }: World) => after.objects.has(idOf(object));

/** Whether it can be made for the copy without being read and written anew as text. */
function follows(object: SchemaObject, column: Column): boolean {
  switch (object.kind) {
    case "index":
      return !namesIn(
        [object.where ?? "", ...object.keys.map(({ expression }) => expression ?? "")].join(" "),
      ).has(column.name);
    case "primaryKey":
    case "unique":
    case "check":
    case "foreignKey":
      return true;
    default:
      return false;
  }
}

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
