import {
  type Column,
  childrenOf,
  type Id,
  idOf,
  isTableChild,
  isView,
  listOf,
  makeId,
  relationIds,
  type Schema,
  type SchemaObject,
  schemaOf,
} from "../schema";

/** Of the live objects that are in neither part, those that the parts stand on: as little of each as that takes. */
export function surroundings(parts: readonly Schema[], live: Schema): Schema {
  const found = new Map<Id, SchemaObject>();
  const queue = parts.flatMap((part) => [...part.objects.values()].flatMap(standsOn));
  const isThere = (id: Id) => parts.some((part) => part.objects.has(id)) || found.has(id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const object = live.objects.get(id);
    if (object === undefined || isThere(id)) continue;
    for (const part of withColumns(object, live)) {
      found.set(idOf(part), part);
      queue.push(...standsOn(part));
    }
  }
  // Where an extension is installed tells where its types are.
  const extensions = listOf(live, "extension").filter((extension) => !isThere(idOf(extension)));
  return schemaOf([...extensions, ...found.values()]);
}

function standsOn(object: SchemaObject): Id[] {
  return [
    ...neededBy(object),
    ...(isTableChild(object) ? relationIds(object.schema, object.table) : []),
    ...(object.kind === "sequence" && object.ownedBy !== null
      ? relationIds(object.ownedBy.schema, object.ownedBy.table)
      : []),
    ...(isView(object) ? object.reads.flatMap(({ schema, name }) => relationIds(schema, name)) : []),
  ];
}

/** A table with what others may need of it: its columns, without defaults, and its key. */
function withColumns(object: SchemaObject, live: Schema): SchemaObject[] {
  if (object.kind !== "table") return [object];
  return [
    object,
    ...childrenOf(live, object).flatMap((child): SchemaObject[] => {
      if (child.kind === "column") return [{ ...child, default: null, generated: null }];
      return child.kind === "primaryKey" ? [child] : [];
    }),
  ];
}

/** What is made along with an object: the type of a column, and the schema it all is in. */
export function neededBy(object: SchemaObject): Id[] {
  return [
    ...("schema" in object && object.schema !== null ? [makeId("namespace", object.schema)] : []),
    ...(object.kind === "column" ? typeOf(object) : []),
  ];
}

function typeOf({ type }: Column): Id[] {
  return [
    ...(type.schema === null ? [] : [makeId("enum", type.schema, type.name)]),
    ...(type.extension === null ? [] : [makeId("extension", type.extension)]),
  ];
}
