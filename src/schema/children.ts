import { groupBy } from "./collections";
import type { TableChild } from "./objects";
import { qualify } from "./quoting";
import { isTableChild, type Schema } from "./schema";

const cache = new WeakMap<Schema, Map<string, TableChild[]>>();

/** Everything that lives on a table or materialized view, in the schema's order. */
export function childrenOf(
  schema: Schema,
  relation: { schema: string; name: string },
): readonly TableChild[] {
  const known = cache.get(schema) ?? groupChildren(schema);
  cache.set(schema, known);
  return known.get(qualify(relation.schema, relation.name)) ?? [];
}

function groupChildren(schema: Schema): Map<string, TableChild[]> {
  return groupBy([...schema.objects.values()].filter(isTableChild), (child) =>
    qualify(child.schema, child.table),
  );
}
