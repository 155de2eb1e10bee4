import { serverVersions } from "../support/servers";
import { check } from "./support/check";
import { themes } from "./support/themes";
import { openWorld, type World } from "./support/world";

/** The statements themselves are pinned where each form is tested; here they have to lead where the plain ones do. */
describe.each([serverVersions[0], serverVersions[2]])("online, on PostgreSQL %i", (version) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(version);
  });
  afterAll(() => world?.close());

  describe.each(themes)("$theme", ({ cases }) => {
    test.each(cases.filter(({ versions = serverVersions }) => versions.includes(version)))(
      "$title",
      async (subject) => {
        expect(await check(world, subject, "online")).toContain("-- down");
      },
    );
  });
});
