import { homeIds, type Id, isTableChild, type Schema, type SchemaObject, schemaOf } from "../schema";

/**
 * What a schema becomes when the same is done to it that led from `before` to `after`, property by property; null where
 * that cannot be, since what it was done to is gone.
 */
export function merged(schema: Schema, before: Schema, after: Schema): Schema | null {
  const objects = new Map<Id, SchemaObject>(schema.objects);
  for (const id of before.objects.keys()) if (!after.objects.has(id)) objects.delete(id);
  for (const [id, object] of after.objects) {
    const old = before.objects.get(id);
    const now = objects.get(id);
    if (old === undefined) objects.set(id, object);
    else if (now !== undefined) objects.set(id, withWhatChanged(now, old, object));
    else if (!isSame(old, object)) return null;
  }
  const whole = schemaOf(objects.values());
  return [...whole.objects.values()].every((object) => hasItsTable(object, whole)) ? whole : null;
}

/** Of one identity, and so of one kind. */
function withWhatChanged(now: SchemaObject, before: SchemaObject, after: SchemaObject): SchemaObject {
  const changed = Object.entries(after).filter(([name, value]) => !isSame(value, Reflect.get(before, name)));
  return { ...now, ...Object.fromEntries(changed) };
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function hasItsTable(object: SchemaObject, { objects }: Schema): boolean {
  return !isTableChild(object) || homeIds(object).some((id) => objects.has(id));
}
