import fc from "fast-check";
import { type Enum, filterSchema, makeId, type Namespace, schemaOf } from "../../../src/schema";
import { tableNames } from "./homes";
import { objectsOf, tableIn } from "./tables";
import { viewsOf } from "./views";

/** The same schemas in every run; `SEED=7 npx jest …` makes others. Each server gets its own. */
export const seedFor = (version: number): number => Number(process.env.SEED ?? 1) * 100 + version;

const namespaces: readonly Namespace[] = ["public", "app"].map((name) => ({
  kind: "namespace",
  name,
  comment: null,
}));

const enumType = fc
  .subarray(["sad", "so so", "it's ok", "great"])
  .chain((labels) => fc.shuffledSubarray(labels, { minLength: labels.length }))
  .map(
    (labels): Enum => ({
      kind: "enum",
      schema: "public",
      name: "mood",
      labels: ["glad", ...labels],
      comment: null,
    }),
  );

/**
 * A whole schema as a project might have it: tables in two schemas with keys of one or two columns that count by
 * themselves or not, computed columns, references both ways, an enum, and views upon views, materialized or not.
 */
export const schema = fc
  .subarray([...tableNames])
  .chain((names) => fc.tuple(enumType, ...names.map((name) => tableIn(name, names))))
  .chain(([type, ...tables]) =>
    fc
      .tuple(...tables.map((table) => fc.option(viewsOf(table), { nil: [] })))
      .map((views) => ({ type, tables, views })),
  )
  .map(({ type, tables, views }) => {
    const all = new Map(tables.map((table) => [table.name, table]));
    return schemaOf([
      ...namespaces,
      type,
      ...tables.flatMap((table) => objectsOf(table, all)),
      ...views.flat(),
    ]);
  });

/** The same without what speaks of columns by name: views and computed columns. */
export const tablesAlone = schema.map((whole) =>
  filterSchema(whole, (object) => {
    if (object.kind === "view" || object.kind === "materializedView") return false;
    if (object.kind === "index")
      return (
        whole.objects.has(makeId("table", object.schema, object.table)) &&
        object.keys.every(({ column }) => column !== "computed")
      );
    return object.kind !== "column" || object.generated === null;
  }),
);
