import fc from "fast-check";
import type { Index, MaterializedView, SchemaObject, View } from "../../../src/schema";
import type { Table } from "./tables";

const viewChoice = fc.record({
  /** All columns that say something, or the key alone. */
  wide: fc.boolean(),
  condition: fc.constantFrom("", " WHERE id > 3"),
  materialized: fc.boolean(),
  /** Another view above it, and one above that. */
  height: fc.nat(2),
  topMaterialized: fc.boolean(),
  indexed: fc.boolean(),
});

/** A view of a table, and views of that view. */
export const viewsOf = (table: Table): fc.Arbitrary<SchemaObject[]> =>
  viewChoice.map(({ wide, condition, materialized, height, topMaterialized, indexed }) => {
    const { schema } = table.home;
    const columns = ["id", ...(wide ? table.columns.map(({ name }) => name) : [])];
    const names = columns.map((name) => `"${name}"`).join(", ");
    const floors = Array.from({ length: height + 1 }, (_, floor) => `${table.name} ${floor}`);
    return floors.flatMap((name, floor): SchemaObject[] => {
      const below = floor === 0 ? table.home.table : (floors[floor - 1] ?? "");
      const isMaterialized = floor === 0 ? materialized : floor === height && topMaterialized;
      const made = view(isMaterialized, schema, name, {
        query: `SELECT ${names} FROM ${schema}."${below}"${floor === 0 ? condition : ""}`,
        reads: [{ schema, name: below, columns: null, key: null }],
      });
      return isMaterialized && indexed ? [made, indexOn(made)] : [made];
    });
  });

function view(
  materialized: boolean,
  schema: string,
  name: string,
  rest: Pick<View, "query" | "reads">,
): View | MaterializedView {
  const base = {
    schema,
    name,
    options: [],
    comment: null,
    columns: null,
    grants: [],
    owner: null,
    notes: [],
    ...rest,
  };
  return materialized ? { kind: "materializedView", ...base, populated: true } : { kind: "view", ...base };
}

const indexOn = ({ schema, name }: View | MaterializedView): Index => ({
  kind: "index",
  schema,
  table: name,
  name: `${name} id`,
  method: "btree",
  unique: true,
  nullsNotDistinct: false,
  keys: [
    {
      column: "id",
      expression: null,
      collation: null,
      operatorClass: null,
      operatorClassParameters: null,
      descending: false,
      nullsFirst: false,
    },
  ],
  include: [],
  where: null,
  storage: [],
  valid: true,
  concurrently: false,
  comment: null,
});
