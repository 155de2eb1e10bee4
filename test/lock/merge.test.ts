import { merged } from "../../src/rebase";
import { idOf, type Schema, type SchemaObject, schemaOf } from "../../src/schema";
import { column } from "../support/schemas";

const table: SchemaObject = {
  kind: "table",
  schema: "public",
  name: "t",
  unlogged: false,
  partitionKey: null,
  parts: [],
  inherited: false,
  storage: [],
  comment: null,
};
const t = (...columns: SchemaObject[]) => schemaOf([table, ...columns]);
const idsOf = (schema: Schema | null) => [...(schema?.objects.values() ?? [])].map(idOf);

describe("doing the same to another schema", () => {
  it("adds what was added and takes away what was taken away, beside what is there", () => {
    const theirs = t(column({ name: "a" }), column({ name: "b" }));
    const result = merged(theirs, t(column({ name: "a" })), t(column({ name: "c" })));
    expect(idsOf(result)).toEqual(["table:public.t", "column:public.t.b", "column:public.t.c"]);
  });

  it("changes of a thing only what was changed", () => {
    const theirs = t(column({ default: "'theirs'" }));
    const result = merged(theirs, t(column()), t(column({ notNull: false })));
    expect(result?.objects.get("column:public.t.c")).toMatchObject({ default: "'theirs'", notNull: false });
  });

  it("cannot change what is gone, nor add to a table that is gone", () => {
    expect(merged(t(), t(column()), t(column({ notNull: false })))).toBeNull();
    expect(merged(schemaOf([]), t(), t(column()))).toBeNull();
    expect(idsOf(merged(t(), t(column()), t(column())))).toEqual(["table:public.t"]);
  });
});
