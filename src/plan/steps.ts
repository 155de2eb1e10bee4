import { type Change, subjectOf } from "../change";
import {
  type Column,
  childrenOf,
  groupBy,
  type Id,
  idOf,
  listOf,
  makeId,
  type Schema,
  type Sequence,
} from "../schema";
import { type Sql, sql, type World } from "./renderer";
import { render } from "./renderers";
import { continueSql, ownedBySql, serialSequence } from "./sequences";
import { isInline } from "./tables";

/** One node of the graph: a change with the smaller changes that its SQL makes along the way. */
export interface Step {
  readonly change: Change;
  readonly absorbed: readonly Change[];
  readonly sql: readonly Sql[];
}

export function stepsOf(changes: readonly Change[], world: World): Step[] {
  const byKey = new Map(changes.map((change) => [keyOf(change), change]));
  const absorbing = new Map(changes.map((change) => [change, absorbedBy(change, byKey, world)] as const));
  const absorbed = new Set([...absorbing.values()].flat());
  return changes
    .filter((change) => !absorbed.has(change))
    .flatMap((change) => {
      const inner = absorbing.get(change) ?? [];
      // What an absorbed change absorbs goes along: a table takes its columns, a column its sequence.
      const all = [...inner, ...inner.flatMap((child) => absorbing.get(child) ?? [])];
      return [
        { change, absorbed: [...new Set(all)], sql: render(change, world) },
        ...ownership(change, world),
      ];
    });
}

const keyOf = (change: Change) => `${change.action} ${idOf(subjectOf(change))}`;

function absorbedBy(change: Change, byKey: ReadonlyMap<string, Change>, world: World): Change[] {
  const find = (action: "create" | "drop", ids: readonly Id[]) =>
    ids.flatMap((id) => byKey.get(`${action} ${id}`) ?? []);
  if (change.action === "create" && change.kind === "table")
    return find("create", childrenOf(world.after, change.to).filter(isInline).map(idOf));
  if (change.action === "create" && change.kind === "column") {
    const serial = serialSequence(change.to, world);
    return serial === null ? [] : find("create", [idOf(serial)]);
  }
  if (change.action === "drop" && (change.kind === "table" || change.kind === "materializedView"))
    return find(
      "drop",
      childrenOf(world.before, change.from)
        .filter(({ kind }) => kind !== "foreignKey")
        .map(idOf),
    );
  if (change.action === "drop" && change.kind === "column")
    return find("drop", ownedSequences(change.from, world.before).map(idOf));
  return [];
}

const owned = new WeakMap<Schema, ReadonlyMap<Id | null, readonly Sequence[]>>();

function ownedSequences({ schema: home, table, name }: Column, schema: Schema): readonly Sequence[] {
  const known = owned.get(schema) ?? groupBy(listOf(schema, "sequence"), ownerOf);
  owned.set(schema, known);
  return known.get(makeId("column", home, table, name)) ?? [];
}

function ownerOf({ ownedBy }: Sequence): Id | null {
  return ownedBy && makeId("column", ownedBy.schema, ownedBy.table, ownedBy.column);
}

/** A sequence is made before the column that takes its default from it, and given to that column afterwards. */
function ownership(change: Change, world: World): Step[] {
  if (change.action !== "create" || change.kind !== "sequence" || change.to.ownedBy === null) return [];
  const given = {
    ...change,
    action: "alter",
    from: { ...change.to, ownedBy: null },
    aspects: ["ownedBy"],
  } as const;
  return [
    { change: given, absorbed: [], sql: [sql(ownedBySql(change.to)), ...continuation(change.to, world)] },
  ];
}

/** A column that has counted by other means, or not at all, goes on from its rows. */
function continuation({ ownedBy }: Sequence, { before }: World): Sql[] {
  if (ownedBy === null) return [];
  const { schema, table, column } = ownedBy;
  return before.objects.has(makeId("column", schema, table, column))
    ? [sql(continueSql({ schema, table, name: column }))]
    : [];
}
