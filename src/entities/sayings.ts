import { type Saying, said } from "../decorators/sayings";
import type { EntityMetadata } from "./metadata";
import { isEntitySchema, targetOf } from "./origins";
import type { EntityPlace, PlaceOfProperty } from "./place";

/** Something said by a decorator, and for which part of an entity it holds. */
export interface Heard<S extends Saying> {
  readonly saying: S;
  /** What leads to the properties it names: `address.` where an embedded class says it. */
  readonly prefix: string;
  readonly place: EntityPlace;
}

/** What decorators say of an entity: on its class, on those it extends, and on those it embeds; nearest first. */
export function heardBy<K extends Saying["kind"]>(
  kind: K,
  entity: EntityMetadata,
): Heard<Extract<Saying, { kind: K }>>[] {
  const own = (entity.inheritanceTree ?? []).map((target) => ({ target, prefix: "" }));
  const embedded = entity.allEmbeddeds.flatMap(({ propertyPath, type }) =>
    ancestry(type).map((target) => ({ target, prefix: `${propertyPath}.` })),
  );
  return [...own, ...embedded].flatMap(({ target, prefix }) =>
    said(kind)
      .filter((saying) => targetOfSaying(saying) === target)
      .map((saying) => ({ saying, prefix, place: placeOf(saying, prefix, entity) })),
  );
}

/** Whether an entity says something itself: nothing that it extends or embeds. */
export function saysItself(kind: Saying["kind"], entity: EntityMetadata): boolean {
  return said(kind).some((saying) => targetOfSaying(saying) === entity.target);
}

function targetOfSaying({ target }: Saying): unknown {
  return isEntitySchema(target) ? targetOf(target) : target;
}

/** The class and those that it extends. */
function ancestry(type: unknown): unknown[] {
  return typeof type === "function" && type !== Function.prototype
    ? [type, ...ancestry(Object.getPrototypeOf(type))]
    : [];
}

function placeOf(saying: Saying, prefix: string, entity: EntityMetadata): EntityPlace {
  return { entity, property: propertyOf(saying, prefix) };
}

function propertyOf(saying: Saying, prefix: string): PlaceOfProperty | null {
  if (!("property" in saying) || saying.property === null || typeof saying.target !== "function") return null;
  return { declaredBy: saying.target, name: saying.property, path: `${prefix}${saying.property}` };
}
