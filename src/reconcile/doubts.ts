import { groupBy, idOf, isTableChild, type Schema, type SchemaObject } from "../schema";
import { expressionsOf } from "./expressions";

/** Two objects that may be one: only their expressions' spelling, which PostgreSQL alone can judge, stands between. */
export interface Doubt {
  readonly desired: SchemaObject;
  readonly live: SchemaObject;
}

/** Every desired object whose expressions are spelled otherwise than those of a live object it may be. */
export function findDoubts(current: Schema, desired: Schema): Doubt[] {
  const strangers = groupByHome(
    [...current.objects.values()].filter((live) => !desired.objects.has(idOf(live))),
  );
  return [...desired.objects.values()].flatMap((object) => {
    const live = current.objects.get(idOf(object));
    const candidates = live === undefined ? (strangers.get(homeOf(object)) ?? []) : [live];
    return candidates
      .filter((candidate) => mayBeOne(object, candidate) && spelledDifferently(object, candidate))
      .map((candidate) => ({ desired: object, live: candidate }));
  });
}

/** Of indexes the columns tell, whatever PostgreSQL says of the rest. */
function mayBeOne(a: SchemaObject, b: SchemaObject): boolean {
  if (a.kind !== "index" || b.kind !== "index") return true;
  return a.keys.length === b.keys.length && a.keys.every(({ column }, at) => column === b.keys[at]?.column);
}

/** Both have an expression where the other has one, and at least one is spelled differently. */
function spelledDifferently(a: SchemaObject, b: SchemaObject): boolean {
  const [left, right] = [expressionsOf(a), expressionsOf(b)];
  return left.some((text, position) => {
    const other = right[position] ?? null;
    return text !== null && other !== null && text !== other;
  });
}

function groupByHome(objects: readonly SchemaObject[]): Map<string, SchemaObject[]> {
  return groupBy(objects.filter(isNamedByLabel), homeOf);
}

/** Where an object of another name could still be the same one: its kind and table. */
const homeOf = (object: SchemaObject) =>
  isTableChild(object) ? `${object.kind} ${object.schema}.${object.table}` : idOf(object);

const isNamedByLabel = (object: SchemaObject) => isTableChild(object) && object.kind !== "column";
