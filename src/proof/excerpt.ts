import { dependenciesOf } from "../plan";
import {
  filterSchema,
  type Id,
  idOf,
  listOf,
  makeId,
  mapSchema,
  type Schema,
  type SchemaObject,
  type Sequence,
} from "../schema";

/**
 * A part of a schema in which these objects can exist: they and all they depend on, and every extension, whose
 * functions and operators an expression uses without our knowing.
 */
export function excerpt(schema: Schema, objects: readonly SchemaObject[]): Schema {
  const wanted = new Set<Id>();
  const queue = [...objects, ...listOf(schema, "extension")].map(idOf);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const object = schema.objects.get(id);
    if (object === undefined || wanted.has(id)) continue;
    wanted.add(id);
    queue.push(...dependenciesOf(object, schema));
  }
  return mapSchema(
    filterSchema(schema, (object) => wanted.has(idOf(object))),
    (object) =>
      object.kind === "sequence" && !isOwned(object, wanted) ? { ...object, ownedBy: null } : object,
  );
}

/** The table whose column it counts for may be left out: others draw from it too. */
const isOwned = ({ ownedBy }: Sequence, wanted: ReadonlySet<Id>) =>
  ownedBy !== null && wanted.has(makeId("column", ownedBy.schema, ownedBy.table, ownedBy.column));
