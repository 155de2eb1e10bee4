import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type SchemaObject, schemaOf } from "../../src/schema";
import { expectOne, inEmptyDatabase } from "./oracle";

const repository = join(__dirname, "../..");

/** In a process of its own, where the project's loader works: circular imports and all. */
const script = `
const { settle } = require("./dist/config");
const { readEntities } = require("./dist/entities");
const { loadEntities } = require("./dist/entities/load");
(async () => {
  const configuration = await settle({ root: process.cwd(), url: process.env.DATABASE_URL });
  const { schema } = await readEntities(configuration);
  const { project } = configuration;
  const entities = await loadEntities(project);
  const options = { ...project.options, entities, url: process.env.DATABASE_URL };
  const dataSource = await new project.typeorm.DataSource(options).initialize();
  await dataSource.synchronize();
  await dataSource.query("DROP TABLE IF EXISTS typeorm_metadata");
  await dataSource.destroy();
  console.log(JSON.stringify([...schema.objects.values()]));
})();
`;

test("the demo domain is what synchronize() makes of it", async () => {
  let objects: SchemaObject[] = [];
  const theirs = await inEmptyDatabase(18, async (url) => {
    const env = { ...process.env, DATABASE_URL: url };
    const output = execFileSync(process.execPath, ["-e", script], { cwd: repository, env, encoding: "utf8" });
    objects = JSON.parse(output);
  });
  await expectOne(schemaOf(objects), theirs, 18);
});
