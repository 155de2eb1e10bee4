import { readCatalog, readUnmanaged } from "../../src/catalog";
import { identifyColumns } from "../../src/proof/fates";
import { trackTables } from "../../src/proof/tracker";
import { type ServerVersion, serverVersions } from "../support/servers";
import type { Case } from "./support/case";
import { check } from "./support/check";
import { themes, themesOn } from "./support/themes";
import { openWorld, reset, type World } from "./support/world";

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
