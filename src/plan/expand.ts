import type { Alter, Change } from "../change";
import { type Id, idOf, type Schema, type SchemaObject } from "../schema";
import { sameFamily } from "./casts";
import { dependenciesOf } from "./dependencies";
import { isInPlace } from "./renderers";

/**
 * Replaces what PostgreSQL cannot alter by a drop and a create, and with it everything that stands on it: an index on
 * a rebuilt column, a view over a retyped one, a foreign key on a replaced unique constraint.
 */
export function expand(changes: readonly Change[], before: Schema, after: Schema): Change[] {
  const byId = new Map<Id, Change>(changes.map((change) => [idOf(change.to ?? change.from), change]));
  const dependants = lazyDependants(before);
  const queue: SchemaObject[] = [];
  const replace = (from: SchemaObject) => {
    const to = after.objects.get(idOf(from));
    const known = byId.get(idOf(from));
    if (
      to === undefined ||
      known?.action === "create" ||
      known?.action === "drop" ||
      replaced.has(idOf(from))
    )
      return;
    replaced.set(idOf(from), { from, to });
    queue.push(from);
  };
  const replaced = new Map<Id, { from: SchemaObject; to: SchemaObject }>();
  for (const change of changes) {
    if (change.action !== "alter") continue;
    if (!isInPlace(change)) replace(change.from);
    else for (const id of disturbed(change, dependants)) replace(id);
  }
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    // A table, type or namespace is never remade: what stands on it would be lost.
    for (const dependant of dependants(idOf(next))) replace(dependant);
  }
  return [
    ...changes.flatMap(inTurns).filter((change) => !replaced.has(idOf(change.to ?? change.from))),
    ...[...replaced.values()].flatMap(({ from, to }) => [
      { action: "drop", kind: from.kind, from, to: null } as Change,
      { action: "create", kind: to.kind, from: null, to } as Change,
    ]),
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

/** What PostgreSQL wants out of the way while the object is altered. */
function disturbed(change: Alter, dependants: Dependants): SchemaObject[] {
  const standing = dependants(idOf(change.from));
  if (change.kind === "enum" && change.aspects.includes("labels"))
    return standing.filter(({ kind }) => kind === "view" || kind === "materializedView");
  if (change.kind !== "column") return [];
  const retyped = change.aspects.includes("type") || change.aspects.includes("collation");
  if (!retyped) return [];
  const foreign = !sameFamily(change.from.type, change.to.type);
  return standing.filter((object) => {
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
        return (
          foreign && (object.where !== null || object.keys.some(({ expression }) => expression !== null))
        );
      default:
        return false;
    }
  });
}

function lazyDependants(schema: Schema): Dependants {
  let map: Map<Id, SchemaObject[]> | null = null;
  return (id) => {
    map ??= reverse(schema);
    return map.get(id) ?? [];
  };
}

function reverse(schema: Schema): Map<Id, SchemaObject[]> {
  const map = new Map<Id, SchemaObject[]>();
  for (const object of schema.objects.values())
    for (const id of dependenciesOf(object, schema)) {
      const known = map.get(id);
      if (known === undefined) map.set(id, [object]);
      else known.push(object);
    }
  return map;
}
