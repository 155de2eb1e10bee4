import { type Desired, describeEntities } from "../../src/entities";
import type { Project } from "../../src/project/project";
import { listOf, type Schema } from "../../src/schema";
import { openProject, projectsOf, typeormLines } from "../support/projects";
import { execute, type ServerVersion } from "../support/servers";
import { expectOne, inEmptyDatabase } from "./oracle";

/**
 * The oracle: what we read from entities is what TypeORM's own `synchronize()` makes of them in an empty database,
 * names, order of columns and all. Only the spelling of expressions is PostgreSQL's, so they are compared as
 * PostgreSQL prints them, after our own statements have made them.
 */
describe.each(typeormLines)("with %s", (line) => {
  describe.each([13, 18] as const)("on PostgreSQL %i", (version) => {
    test.each(projectsOf(line))(
      "the entities of test/projects/%s are what synchronize() makes",
      async (name) => {
        const project = openProject(name, line);
        const desired = await readProject(project);
        const theirs = await synchronized(project, desired, version);
        await expectOne(desired.schema, theirs, version);
      },
    );
  });
});

function readProject(project: Project): Promise<Desired> {
  return describeEntities(
    { project, defaultSchema: project.options.schema ?? "public" },
    project.entityTargets,
  );
}

/** What TypeORM makes of the project in an empty database, but for the table it keeps its own notes in. */
async function synchronized(project: Project, desired: Desired, version: ServerVersion): Promise<Schema> {
  return inEmptyDatabase(version, async (url) => {
    const schemas = listOf(desired.schema, "namespace").map(
      ({ name }) => `CREATE SCHEMA IF NOT EXISTS ${name}`,
    );
    await execute(url, ...schemas);
    const dataSource = new project.typeorm.DataSource({ ...project.options, url });
    await dataSource.initialize();
    try {
      await dataSource.synchronize();
    } finally {
      await dataSource.destroy();
    }
    await execute(url, `DROP TABLE IF EXISTS ${project.options.schema ?? "public"}.typeorm_metadata`);
  });
}
