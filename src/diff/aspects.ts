import type { Aspect } from "../change";
import type { ObjectKind, ObjectOf, SchemaObject } from "../schema";
import { comparers } from "./comparers";

/** The properties in which two objects of one kind differ. */
export function differingAspects<K extends ObjectKind>(
  kind: K,
  from: SchemaObject,
  to: SchemaObject,
): Aspect<K>[] {
  const comparer = comparers[kind] as Record<Aspect<K>, (a: ObjectOf<K>, b: ObjectOf<K>) => boolean>;
  return (Object.keys(comparer) as Aspect<K>[]).filter(
    (aspect) => !comparer[aspect](from as ObjectOf<K>, to as ObjectOf<K>),
  );
}
