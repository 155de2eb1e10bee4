import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type ServerVersion, serverVersions } from "../support/servers";
import type { Case } from "./support/case";
import { check } from "./support/check";
import { openWorld, type World } from "./support/world";

/** Every file of this folder that ends in `.case.ts` exports a list of cases as its default. */
const themes = readdirSync(__dirname)
  .filter((file) => file.endsWith(".case.ts"))
  .sort()
  .map((file) => ({ theme: file.replace(/\.case\.ts$/, ""), cases: casesOf(join(__dirname, file)) }));

function casesOf(file: string): readonly Case[] {
  return require(file).default;
}

const newestOf = ({ versions = serverVersions }: Case): ServerVersion =>
  Math.max(...versions) as ServerVersion;

describe.each(serverVersions)("on PostgreSQL %i", (version) => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld(version);
  });
  afterAll(() => world?.close());

  describe.each(themes)("$theme", ({ cases }) => {
    test.each(cases.filter(({ versions = serverVersions }) => versions.includes(version)))(
      "$title",
      async (subject) => {
        const statements = await check(world, subject);
        // The same statements everywhere, but for what a version alone can do.
        if (version === newestOf(subject)) expect(statements).toMatchSnapshot();
      },
    );
  });
});
