import { serverVersions } from "../support/servers";
import type { Case } from "./support/case";
import { check } from "./support/check";
import { themesOn } from "./support/themes";
import { openWorld, type World } from "./support/world";

const changes = ({ unchanged }: Case) => unchanged !== true;

/** The statements themselves are pinned where each form is tested; here they have to lead where the plain ones do. */
describe.each([serverVersions[0], serverVersions[2]])("online, on PostgreSQL %i", (version) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(version);
  });
  afterAll(() => world?.close());

  describe.each(themesOn(version).filter(({ cases }) => cases.some(changes)))("$theme", ({ cases }) => {
    test.each(cases.filter(changes))("$title", async (subject) => {
      expect(await check(world, subject, "online")).toContain("-- down");
    });
  });
});
