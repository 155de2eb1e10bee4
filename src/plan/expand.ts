import { type Alter, type Change, creationOf, dropOf } from "../change";
import { type Id, idOf, type ObjectKind, type Schema, type SchemaObject } from "../schema";
import { sameFamily } from "./casts";
import { dependantsIn } from "./dependencies";
import { columnsOfType, isRebuilt } from "./enums";
import { isInPlace } from "./renderers";

/**
 * Replaces what PostgreSQL cannot alter by a drop and a create, and with it everything that stands on it: an index on
 * a rebuilt column, a view over a retyped one, a foreign key on a replaced unique constraint.
 *
 * @param version of the server, as a plan knows it
 */
export function expand(
  changes: readonly Change[],
  before: Schema,
  after: Schema,
  version: number | null,
): Change[] {
  const made = new Set<Id>(
    changes.flatMap(({ action, to }) => (action === "create" || action === "rename" ? [idOf(to)] : [])),
  );
  /** What is made anew under the old name is another object. */
  const lasting = (object: SchemaObject) =>
    made.has(idOf(object)) ? undefined : after.objects.get(idOf(object));
  const dependants = (id: Id) => dependantsIn(before).get(id) ?? [];
  const queue: SchemaObject[] = [];
  const renamed = new Map<Id, SchemaObject>(
    changes.flatMap((change) => (change.action === "rename" ? [[idOf(change.from), change.to]] : [])),
  );
  const replace = (from: SchemaObject) => {
    const to = renamed.get(idOf(from)) ?? lasting(from);
    if (to === undefined || replaced.has(idOf(from))) return;
    replaced.set(idOf(from), { from, to });
    queue.push(from);
  };
  const replaced = new Map<Id, { from: SchemaObject; to: SchemaObject }>();
  for (const change of changes) {
    if (change.action === "alter" && !isInPlace(change, version)) replace(change.from);
    else for (const object of disturbed(change, before, dependants)) replace(object);
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    // A table, type or namespace is never remade: what stands on it would be lost.
    for (const dependant of dependants(idOf(next))) replace(dependant);
  }
  return [
    ...changes
      .flatMap(inTurns)
      .filter((change) => change.action === "create" || !replaced.has(idOf(change.from))),
    ...[...replaced.values()].flatMap(({ from, to }) => [dropOf(from), creationOf(to)]),
  ];
}

/**
 * A column that counts by other means lets go of the old ones first: only then is the name of their sequence free, and
 * only then can the sequence go.
 */
function inTurns(change: Change): Change[] {
  if (change.action !== "alter" || change.kind !== "column" || !change.aspects.includes("identity"))
    return [change];
  const { from, to, aspects } = change;
  if (from.identity !== null && to.identity !== null) return [change];
  if (from.identity === null && from.default === null) return [change];
  const between = { ...from, identity: null, default: null };
  const counting = (aspect: string) => aspect === "identity" || aspect === "default";
  const rest = aspects.filter(
    (aspect) => !counting(aspect) || (aspect === "identity" ? to.identity !== null : to.default !== null),
  );
  const first = from.identity === null ? "default" : "identity";
  return [
    { ...change, to: between, aspects: [first] },
    ...(rest.length === 0 ? [] : [{ ...change, from: between, aspects: rest }]),
  ];
}

type Dependants = (id: Id) => readonly SchemaObject[];

/** What PostgreSQL wants out of the way while the change is made. */
function disturbed(change: Change, before: Schema, dependants: Dependants): SchemaObject[] {
  switch (change.action) {
    case "drop":
      return dependants(idOf(change.from)).filter(({ kind }) => standsOn(kind, change.kind));
    case "alter":
      if (change.kind === "enum" && isRebuilt(change))
        return columnsOfType(before, change.from).flatMap((column) =>
          dependants(idOf(column)).filter((object) => minds(object, true)),
        );
      if (change.kind !== "column" || !isRetyped(change)) return [];
      return dependants(idOf(change.from)).filter((object) =>
        minds(object, !sameFamily(change.from.type, change.to.type)),
      );
    default:
      return [];
  }
}

/** A key goes and another takes its place; a view becomes materialized: what stood on the old one has to step aside. */
function standsOn(kind: ObjectKind, dropped: ObjectKind): boolean {
  const key = dropped === "primaryKey" || dropped === "unique" || dropped === "index";
  const view = dropped === "view" || dropped === "materializedView" || dropped === "table";
  const isView = kind === "view" || kind === "materializedView";
  return (key && kind === "foreignKey") || ((view || dropped === "primaryKey") && isView);
}

const isRetyped = ({ aspects }: Extract<Alter, { kind: "column" }>) =>
  aspects.includes("type") || aspects.includes("collation");

/** Whether the object is in the way of a column of another type; `foreign` where not even the operators stay the same. */
function minds(object: SchemaObject, foreign: boolean): boolean {
  switch (object.kind) {
    case "view":
    case "materializedView":
      return true;
    case "column":
      return object.generated !== null;
    // Within a family PostgreSQL rebuilds these itself; otherwise their operators may not exist any more.
    case "check":
    case "exclusion":
    case "foreignKey":
      return foreign;
    case "index":
      return foreign && (object.where !== null || object.keys.some(({ expression }) => expression !== null));
    case "namespace":
    case "extension":
    case "enum":
    case "sequence":
    case "table":
    case "primaryKey":
    case "unique":
      return false;
  }
}
