import { diff } from "../../src/diff";
import { filterSchema, idOf, mapSchema, type SchemaObject } from "../../src/schema";
import { column, projects } from "../support/schemas";

const without = (id: string) => filterSchema(projects(), (object) => idOf(object) !== id);
const changed = (id: string, change: (object: SchemaObject) => SchemaObject) =>
  mapSchema(projects(), (object) => (idOf(object) === id ? change(object) : object));
const summary = (changes: ReturnType<typeof diff>) =>
  changes.map(({ action, from, to }) => [action, from && idOf(from), to && idOf(to)]);

describe("diff", () => {
  it("finds nothing between a schema and itself", () => {
    expect(diff(projects(), projects())).toEqual([]);
  });

  it("creates what is new and drops what is gone", () => {
    const added = column({ table: "projects", name: "due" });
    expect(summary(diff(projects(), projects(added)))).toEqual([
      ["create", null, "column:public.projects.due"],
    ]);
    expect(summary(diff(projects(added), projects()))).toEqual([
      ["drop", "column:public.projects.due", null],
    ]);
  });

  it("names the aspects in which an object differs", () => {
    const other = changed("column:public.projects.status", (object) => ({
      ...(object as ReturnType<typeof column>),
      notNull: false,
      default: null,
    }));
    expect(diff(projects(), other)).toMatchObject([
      { action: "alter", kind: "column", aspects: ["notNull", "default"] },
    ]);
  });

  it("renames a constraint that differs in its name alone, and does not when more differs", () => {
    const renamed = changed(
      'check:public.projects."CHK_id"',
      (object) => ({ ...object, name: "positive" }) as SchemaObject,
    );
    expect(summary(diff(projects(), renamed))).toEqual([
      ["rename", 'check:public.projects."CHK_id"', "check:public.projects.positive"],
    ]);
    const another = changed(
      'check:public.projects."CHK_id"',
      (object) => ({ ...object, name: "positive", expression: "id > 1" }) as SchemaObject,
    );
    expect(diff(projects(), another).map(({ action }) => action)).toEqual(["drop", "create"]);
  });

  it("never pairs a dropped column with an added one", () => {
    const changes = diff(
      projects(column({ table: "users", name: "ssn" })),
      projects(column({ table: "users", name: "nickname" })),
    );
    expect(changes.map(({ action }) => action)).toEqual(["drop", "create"]);
  });

  it("sees a dropped index", () => {
    expect(summary(diff(projects(), without('index:public."IDX_open"')))).toEqual([
      ["drop", 'index:public."IDX_open"', null],
    ]);
  });
});
