import { diff } from "../../src/diff";
import { isNarrowerPlace, plan } from "../../src/plan";
import { emptySchema } from "../../src/schema";
import { column, projects } from "../support/schemas";

const sqlOf = (before = emptySchema, after = emptySchema) =>
  plan(diff(before, after), before, after).statements.map(({ sql }) => sql);

describe("plan", () => {
  it("makes a whole schema from nothing, and takes it down again", () => {
    expect(sqlOf(emptySchema, projects())).toMatchInlineSnapshot(`
[
  "CREATE TYPE public.project_status AS ENUM ('open', 'it''s closed')",
  "CREATE TABLE public.projects (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  "ownerId" integer NOT NULL,
  status public.project_status NOT NULL DEFAULT 'open',
  CONSTRAINT "CHK_id" CHECK (id > 0)
)",
  "COMMENT ON COLUMN public.projects."ownerId" IS 'who pays'",
  "CREATE TABLE public.users (
  id serial,
  "order" varchar(50) NOT NULL,
  CONSTRAINT "PK_users" PRIMARY KEY (id)
)",
  "CREATE INDEX "IDX_open" ON public.projects ("ownerId")
  WHERE status = 'open'",
  "ALTER TABLE public.projects
  ADD CONSTRAINT "FK_owner" FOREIGN KEY ("ownerId")
  REFERENCES public.users (id) ON DELETE CASCADE",
  "CREATE VIEW public.open_projects AS
  SELECT id, "ownerId"
  FROM public.projects",
]
`);
    expect(sqlOf(projects(), emptySchema)).toMatchInlineSnapshot(`
[
  "DROP VIEW public.open_projects",
  "ALTER TABLE public.projects DROP CONSTRAINT "FK_owner"",
  "DROP TABLE public.projects",
  "DROP TABLE public.users",
  "DROP TYPE public.project_status",
]
`);
  });

  it("adds a column to a table that exists", () => {
    const after = projects(
      column({ table: "projects", name: "due", type: { name: "date" }, notNull: false }),
    );
    expect(sqlOf(projects(), after)).toMatchInlineSnapshot(`
[
  "ALTER TABLE public.projects ADD COLUMN due date",
]
`);
    expect(sqlOf(after, projects())).toMatchInlineSnapshot(`
[
  "ALTER TABLE public.projects DROP COLUMN due",
]
`);
  });

  it("widens a spatial column, and asks where its coordinates get another reference system", () => {
    const place = (modifiers: string | null, name = "geometry") =>
      projects(
        column({
          table: "projects",
          name: "at",
          type: { schema: "public", name, modifiers, extension: "postgis" },
        }),
      );
    expect(sqlOf(place("Point,4326"), place("Geometry,4326"))).toEqual([
      "ALTER TABLE public.projects ALTER COLUMN at TYPE public.geometry(Geometry,4326)",
    ]);
    expect(sqlOf(place("Point,4326"), place("Point,4326", "geography"))).toEqual([
      "ALTER TABLE public.projects ALTER COLUMN at TYPE public.geography(Point,4326) USING at::public.geography(Point,4326)",
    ]);
    expect(() => sqlOf(place("Point,4326"), place("Point,3857"))).toThrow(/ST_Transform/);
  });

  it.each([
    ["Point,4326", "Geometry,4326", false],
    ["Point,4326", "Point", false],
    ["Point,4326", "Point,3857", false],
    ["Point,4326", null, false],
    ["Geometry,4326", "Point,4326", true],
    ["Point,4326", "LineString,4326", true],
    ["PointZ", "Geometry", true],
    ["Point", "Point,4326", true],
    [null, "Geometry,4326", true],
  ])("holds other shapes: from %p to %p, fewer: %p", (from, to, narrower) => {
    const type = (modifiers: string | null) => ({
      schema: "public",
      name: "geometry",
      modifiers,
      array: false,
      extension: "postgis",
    });
    expect(isNarrowerPlace(type(from), type(to))).toBe(narrower);
  });

  it("gives the same statements for the same schemas", () => {
    expect(sqlOf(emptySchema, projects())).toEqual(sqlOf(emptySchema, projects()));
  });

  it("says nothing about a schema that has not changed", () => {
    expect(sqlOf(projects(), projects())).toEqual([]);
  });
});
