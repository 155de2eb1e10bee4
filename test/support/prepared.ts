import { type CliProject, cliProject, copyOf } from "./cli";
import { createDatabase, type ServerVersion, type TestDatabase } from "./servers";

/** A project and its database. */
export interface Place {
  readonly project: CliProject;
  readonly database: TestDatabase;
  remove(): Promise<void>;
}

/**
 * What several tests begin with is made once: the project and the database as `work` has left them. Each test gets
 * copies of its own. To be called where `beforeAll` is.
 */
export function prepared(
  files: Readonly<Record<string, string>>,
  work: (project: CliProject, database: TestDatabase) => Promise<void>,
  version: ServerVersion = 18,
): () => Promise<Place> {
  let template: TestDatabase;
  let origin: CliProject;
  beforeAll(async () => {
    template = await createDatabase(version);
    origin = cliProject(files, template.url);
    await work(origin, template);
  });
  afterAll(async () => {
    origin.remove();
    await template.drop();
  });
  return async () => {
    const database = await createDatabase(version, template.name);
    const project = copyOf(origin, database.url);
    return {
      project,
      database,
      async remove() {
        project.remove();
        await database.drop();
      },
    };
  };
}

/** Runs commands, one after the other, none of which may fail. */
export async function succeed(project: CliProject, ...commands: readonly string[]): Promise<void> {
  for (const command of commands)
    expect(await project.schema(...command.split(" "))).toMatchObject({ status: 0 });
}

/** Gives each test of this place its own copy, and takes it away again. */
export function giveEach(begin: () => Promise<Place>, use: (place: Place) => void): void {
  let place: Place;
  beforeEach(async () => {
    place = await begin();
    use(place);
  });
  afterEach(() => place.remove());
}
