import { type ColumnOptions, Index, type IndexOptions } from "typeorm";
import { Using } from "../../src";
import { type Case, kept } from "./support/case";
import { withColumn } from "./support/entities";

const embedded = true;
const place = (options: ColumnOptions, using?: string) =>
  withColumn({ nullable: true, ...options }, (target) => {
    if (using !== undefined) Using(using)(target.prototype, "c");
  });
const indexed = (column: ColumnOptions, options: IndexOptions | null) =>
  withColumn({ nullable: true, ...column }, (target) => {
    if (options !== null) Index("t_place", ["c"], options)(target);
  });

const point: ColumnOptions = { type: "geometry", spatialFeatureType: "Point", srid: 4326 };
const mercator: ColumnOptions = { ...point, srid: 3857 };
const shape: ColumnOptions = { ...point, spatialFeatureType: "Geometry" };
const anything: ColumnOptions = { type: "geometry" };
const onEarth: ColumnOptions = { type: "geography", spatialFeatureType: "Point", srid: 4326 };

const rows = "INSERT INTO t VALUES (1, 'SRID=4326;POINT(1 2)'), (2, NULL)";
const stays = [kept("SELECT id, public.ST_AsEWKT(c::public.geometry) FROM t ORDER BY id")];
const origin = "SRID=4326;POINT(0 0)";
const moved = (there: string, back: string) => ({
  query: "SELECT public.ST_AsEWKT(c, 0) FROM t ORDER BY id",
  up: [[there], [null]],
  down: [[back], [null]],
});

/** Every kind of column, there and gone and as it was. */
const lives = Object.entries({
  "geometry(Point,4326)": point,
  "geometry(MultiPolygonZM)": { type: "geometry", spatialFeatureType: "MultiPolygonZM" as "MultiPolygon" },
  geometry: anything,
  "geography(Point,4326)": onEarth,
  geography: { type: "geography" },
} satisfies Record<string, ColumnOptions>).flatMap(([title, column]): Case[] => [
  { title: `${title}: dropped`, before: place(column), after: withColumn(null), embedded },
  { title: `${title}: added`, before: withColumn(null), after: place(column), embedded },
]);

/** PostGIS, which the embedded database brings along. */
const cases: Case[] = [
  ...lives,
  {
    title: "everything of PostGIS: unchanged",
    before: indexed({ ...point, default: origin }, { spatial: true }),
    after: indexed({ ...point, default: origin }, { spatial: true }),
    unchanged: true,
    embedded,
  },
  {
    title: "geography with a function for a default: unchanged",
    before: place({ ...onEarth, default: () => "ST_MakePoint(0, 0)::geography" }),
    after: place({ ...onEarth, default: () => "ST_MakePoint(0, 0)::geography" }),
    unchanged: true,
    embedded,
  },
  {
    title: "Point to Geometry",
    before: place(point),
    after: place(shape),
    rows,
    expectRows: stays,
    embedded,
  },
  {
    title: "Point to no feature type",
    before: place(point),
    after: place(anything),
    rows,
    expectRows: stays,
    embedded,
  },
  {
    title: "geometry to geography",
    before: place(point),
    after: place(onEarth),
    rows,
    expectRows: stays,
    embedded,
  },
  {
    title: "srid: ST_Transform, and back",
    before: place(point),
    after: place(mercator, "ST_Transform(c, 3857)"),
    rows,
    expectRows: [moved("SRID=3857;POINT(111319 222684)", "SRID=4326;POINT(1 2)")],
    embedded,
  },
  {
    title: "srid: ST_SetSRID, and back",
    before: place(point),
    after: place(mercator, "ST_SetSRID(c, 3857)"),
    rows,
    expectRows: [moved("SRID=3857;POINT(1 2)", "SRID=4326;POINT(1 2)")],
    embedded,
  },
  {
    title: "srid, from geometry to geography and back",
    before: place(mercator),
    after: place(onEarth, "ST_Transform(c, 4326)"),
    rows: "INSERT INTO t VALUES (1, 'SRID=3857;POINT(111319 222684)'), (2, NULL)",
    expectRows: [
      {
        query: "SELECT public.ST_AsEWKT(c::public.geometry, 0) FROM t ORDER BY id",
        up: [["SRID=4326;POINT(1 2)"], [null]],
        down: [["SRID=3857;POINT(111319 222684)"], [null]],
      },
    ],
    embedded,
  },
  {
    title: "NOT NULL",
    before: place(point),
    after: place({ ...point, nullable: false }),
    rows: "INSERT INTO t VALUES (1, 'SRID=4326;POINT(1 2)')",
    expectRows: stays,
    embedded,
  },
  {
    title: "a default that changes",
    before: place({ ...point, default: origin }),
    after: place({ ...point, default: "SRID=4326;POINT(1 1)" }),
    rows,
    expectRows: stays,
    embedded,
  },
  {
    title: "a spatial index: created",
    before: indexed(point, null),
    after: indexed(point, { spatial: true }),
    rows,
    expectRows: stays,
    embedded,
  },
  {
    title: "a spatial index on a geography: with a condition",
    before: indexed(onEarth, { spatial: true }),
    after: indexed(onEarth, { spatial: true, where: "c IS NOT NULL" }),
    rows,
    expectRows: stays,
    embedded,
  },
  {
    title: "a spatial index stays where its column changes",
    before: indexed(point, { spatial: true }),
    after: indexed(shape, { spatial: true }),
    rows,
    expectRows: stays,
    embedded,
  },
];

export default cases;
