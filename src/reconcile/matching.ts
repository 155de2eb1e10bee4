import type { Filter } from "../config/filters";
import { homeIds, type Id, isTableChild, makeId, type Schema, type SchemaObject, tableIdOf } from "../schema";

/** Whether the filter means the object itself. */
export function matches({ kind, pattern }: Filter, object: SchemaObject): boolean {
  if (kind === null ? object.kind === "namespace" || object.kind === "extension" : kind !== object.kind)
    return false;
  const glob = globOf(pattern);
  const names = pattern.includes(".") ? qualifiedNames(object) : [object.name];
  return names.some((name) => glob.test(name));
}

/** `*` stands for anything, `?` for one character. */
function globOf(pattern: string): RegExp {
  const escaped = pattern.replaceAll(/[\\^$.|+()[\]{}]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "su");
}

/** Indexes and constraints are known by their schema or by their table. */
function qualifiedNames(object: SchemaObject): string[] {
  if (!("schema" in object) || object.kind === "extension") return [object.name];
  if (!isTableChild(object)) return [`${object.schema}.${object.name}`];
  const { schema, table, name } = object;
  const long = `${schema}.${table}.${name}`;
  return object.kind === "column" ? [long] : [long, `${schema}.${name}`];
}

/** The object and what it goes along with: its table or view, and the schema they are in. */
export function lineage(object: SchemaObject, schema: Schema): SchemaObject[] {
  const ids =
    "schema" in object && object.kind !== "extension"
      ? [...wholesOf(object), makeId("namespace", object.schema)]
      : [];
  return [object, ...ids.flatMap((id) => schema.objects.get(id) ?? [])];
}

function wholesOf(object: SchemaObject): Id[] {
  if (object.kind === "sequence") return object.ownedBy === null ? [] : [tableIdOf(object.ownedBy)];
  return isTableChild(object) ? homeIds(object) : [];
}
