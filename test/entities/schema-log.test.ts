import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeEntities } from "../../src/entities";
import type { Project } from "../../src/project/project";
import { build } from "../../src/proof/build";
import type { Case } from "../cases/support/case";
import { themes } from "../cases/support/themes";
import { openWorld, reset, type World } from "../cases/support/world";
import { openProject, projectOf, projectsOf, typeormLines } from "../support/projects";
import { oneByOne } from "./one-by-one";
import { phantoms, phantomsText } from "./phantoms";

const document = join(__dirname, "../../docs/phantoms.md");
const seen = new Set<string>();

let world: World;
beforeAll(async () => {
  world = await openWorld(18);
});
afterAll(() => world?.close());

/**
 * Half of the cases are the way back of others, and say nothing new; what lies beside the entities, or is left to people
 * by them, is not ours to make.
 */
const isForTypeOrm = ({ title, after, byHand, versions = [18], embedded = false }: Case) =>
  !embedded &&
  byHand === undefined &&
  !title.includes("left to people") &&
  !/: dropped$/.test(title) &&
  after.length > 0 &&
  versions.includes(18);

/**
 * The oracle the other way round: what our statements have built, TypeORM's own `schema:log` finds nothing to do, but
 * for statements that it would repeat for ever.
 */
describe("of the entities of test/cases", () => {
  test.each(themes)("schema:log has nothing to say of $theme", async ({ cases }) => {
    const unknown: [string, string[]][] = [];
    for (const subject of cases.filter(isForTypeOrm)) {
      const found = unexplained(await schemaLog(projectOf(subject.after, subject.options)));
      if (found.length > 0) unknown.push([subject.title, found]);
    }
    expect(unknown).toEqual([]);
  });
});

// After the cases: each project begins with nothing said by any decorator.
describe.each(typeormLines)("with %s", (line) => {
  test.each(projectsOf(line))("schema:log has nothing to say of test/projects/%s", async (name) => {
    const project = openProject(name, line);
    expect(unexplained(await schemaLog(project))).toEqual([]);
  });
});

test("each phantom is there", () => {
  expect(phantoms.map(({ title }) => title).filter((title) => !seen.has(title))).toEqual([]);
});

test("docs/phantoms.md lists them", () => {
  if (process.env.WRITE_PHANTOMS) writeFileSync(document, phantomsText());
  expect(readFileSync(document, "utf8")).toBe(phantomsText());
});

/** What TypeORM would do where our statements have built the project's entities. */
async function schemaLog(project: Project): Promise<string[]> {
  const defaultSchema = project.options.schema ?? "public";
  const { schema } = await describeEntities({ project, defaultSchema }, project.entityTargets);
  const { session, target } = world;
  await reset(session);
  if (!schema.objects.has("namespace:public")) await session.query("DROP SCHEMA public");
  await build(session, schema);
  // Without its own table of notes TypeORM cannot even look at a generated column.
  await session.query(`CREATE SCHEMA IF NOT EXISTS "${defaultSchema}"`);
  await session.query(`CREATE TABLE "${defaultSchema}".typeorm_metadata (${notes})`);
  const { cache: _, ...options } = project.options;
  const entities = [...project.entityTargets];
  const url = (target.kind === "server" && target.connection.url) || "";
  const dataSource = new project.typeorm.DataSource({ ...options, entities, url, driver: oneByOne });
  await dataSource.initialize();
  try {
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map(({ query }) => query);
  } finally {
    await dataSource.destroy();
  }
}

const notes =
  'type varchar NOT NULL, database varchar, schema varchar, "table" varchar, name varchar, value text';

/** Those of the statements that no phantom is. */
function unexplained(statements: readonly string[]): string[] {
  return statements.filter((statement) => {
    const known = phantoms.filter(({ pattern }) => pattern.test(statement));
    for (const { title } of known) seen.add(title);
    return known.length === 0;
  });
}
