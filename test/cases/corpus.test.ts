import { DataSource, type EntitySchema, Index } from "typeorm";
import { readCatalog, readUnmanaged } from "../../src/catalog";
import { driverOver } from "../../src/postgres";
import { identifyColumns } from "../../src/proof/fates";
import { trackTables } from "../../src/proof/tracker";
import { type ServerVersion, serverVersions } from "../support/servers";
import type { Case } from "./support/case";
import { changesNow, check, make } from "./support/check";
import { entityOf } from "./support/entities";
import { themes, themesOn } from "./support/themes";
import { openWorld, reset, type World } from "./support/world";

const places = [
  entityOf(
    "place",
    {
      id: { type: "int", primary: true },
      anything: { type: "geometry" },
      point: { type: "geometry", spatialFeatureType: "Point", srid: 4326, nullable: true },
      areas: { type: "geometry", spatialFeatureType: "MultiPolygon", srid: 3857 },
      onEarth: { type: "geography", spatialFeatureType: "Point", srid: 4326 },
    },
    { decorate: (target) => Index("place_point", ["point"], { spatial: true })(target) },
  ),
];

const newestOf = ({ versions = serverVersions }: Case): ServerVersion =>
  Math.max(...versions) as ServerVersion;

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(version);
  });
  afterAll(() => world?.close());

  describe.each(themesOn(version))("$theme", ({ cases }) => {
    test.each(cases)("$title", async (subject) => {
      const statements = await check(world, subject);
      // The same statements everywhere, but for what a version alone can do.
      if (version === newestOf(subject)) expect(statements).toMatchSnapshot();
    });
  });
});

describe("in the embedded database", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld("embedded");
  });
  afterAll(() => world?.close());

  const all = themes.flatMap(({ cases }) => cases).filter(({ embedded }) => embedded);
  test.each(all)("$title", async (subject) => {
    expect(await check(world, subject)).toMatchSnapshot();
  });

  test("TypeORM's synchronize() and our statements make the same of geometry and geography", async () => {
    const { session } = world;
    const subject = { title: "places", before: places, after: places };
    const open = () =>
      new DataSource({
        type: "postgres",
        driver: driverOver(session),
        entities: places as EntitySchema[],
      }).initialize();
    await reset(session);
    await make(world, subject);
    const theirs = await (await open()).driver.createSchemaBuilder().log();
    // A phantom of TypeORM's own: it reads the type as GEOMETRY where the entity names none.
    expect(theirs.upQueries.map(({ query }) => query)).toEqual([
      'ALTER TABLE "place" ALTER COLUMN "anything" TYPE geometry',
    ]);

    await reset(session);
    await (await open()).synchronize();
    expect(await changesNow(world, subject)).toEqual([]);
  });

  test("the tables, views and functions of PostGIS are nobody's", async () => {
    const { session } = world;
    await reset(session);
    await session.query("CREATE EXTENSION IF NOT EXISTS postgis");
    expect([...(await readCatalog(session)).objects.keys()].sort()).toEqual([
      "extension:postgis",
      "namespace:public",
    ]);
    expect(await readUnmanaged(session)).toEqual([]);
    expect(await identifyColumns(session)).toEqual([]);
    expect((await trackTables(session)).size).toBe(0);
  });
});
