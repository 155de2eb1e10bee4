import type { ObjectKind, SchemaObject } from "./objects";
import { quoteIdentifier } from "./quoting";

/** What tells one object from every other: its kind and its quoted, qualified name, as in `column:public.users.name`. */
export type Id = `${ObjectKind}:${string}`;

export function idOf(object: SchemaObject): Id {
  const known = ids.get(object);
  if (known !== undefined) return known;
  const id: Id = `${object.kind}:${pathOf(object)}`;
  ids.set(object, id);
  return id;
}

/** Asked for at every step, and never another. */
const ids = new WeakMap<SchemaObject, Id>();

/** The qualified name as SQL would write it: `public.users`, `public.users.name`, `public."Order"`. */
export function pathOf(object: SchemaObject): string {
  return partsOf(object).map(quoteIdentifier).join(".");
}

export function makeId(kind: ObjectKind, ...parts: string[]): Id {
  return `${kind}:${parts.map(quoteIdentifier).join(".")}`;
}

function partsOf(object: SchemaObject): string[] {
  switch (object.kind) {
    case "namespace":
    case "extension":
      return [object.name];
    case "enum":
    case "sequence":
    case "table":
    case "view":
    case "materializedView":
    // An index shares its schema's names with tables: two tables cannot both have one of the same name.
    case "index":
      return [object.schema, object.name];
    case "column":
    case "primaryKey":
    case "unique":
    case "check":
    case "exclusion":
    case "foreignKey":
      return [object.schema, object.table, object.name];
  }
}
