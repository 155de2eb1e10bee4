import { removeUserProjects, userProject } from "./user-project";

afterAll(removeUserProjects);

const dataSource = (settings: string) => ({
  "data-source.ts": `import { DataSource } from "typeorm";
${settings}
export default new DataSource({ type: "postgres", url: "postgresql://localhost/x", entities: ["entities/*.ts"] });
`,
});

const filters = "return (await settle({ root, ...flags })).filters;";
const settle = (settings: string, flags = "{}") =>
  userProject(dataSource(settings)).run(`const flags = ${flags}; ${filters}`);

test("the settings beside the data source say what is compared", async () => {
  const { value, error } = await settle(
    `export const schema = { include: ["table:app.*"], exclude: ["audit.*"] };`,
  );
  expect(error).toBeNull();
  expect(value).toEqual({
    include: [{ text: "table:app.*", kind: "table", pattern: "app.*" }],
    exclude: [{ text: "audit.*", kind: null, pattern: "audit.*" }],
  });
});

test("defineSettings gives editors their keys", async () => {
  const { value, error } = await settle(
    `import { defineSettings } from "typeorm-schema";\nexport const schema = defineSettings({ exclude: ["a.*"] });`,
  );
  expect(error).toBeNull();
  expect(value).toMatchObject({ exclude: [{ pattern: "a.*" }] });
});

test("flags replace what is included and add to what is excluded", async () => {
  const { value } = await settle(
    `export const schema = { include: ["table:app.*"], exclude: ["audit.*"] };`,
    `{ include: ["view:v"], exclude: ["tmp_*"] }`,
  );
  expect(value).toMatchObject({
    include: [{ pattern: "v" }],
    exclude: [{ pattern: "audit.*" }, { pattern: "tmp_*" }],
  });
});

test.each([
  [`export const schema = { exlude: ["a.*"] };`, 'there is no setting "exlude"'],
  [`export const schema = { exclude: "a.*" };`, "exclude: Invalid input: expected array"],
])("%s is an error that says what is wrong", async (settings, message) => {
  const { error } = await settle(settings);
  expect(error).toMatchObject({
    code: "SETTINGS_INVALID",
    message: expect.stringContaining(message),
    hint: expect.stringContaining("include and exclude"),
  });
});

test("something else that is called schema is no settings", async () => {
  const { value, error } = await settle(`export const schema = "app";`);
  expect(error).toBeNull();
  expect(value).toEqual({ include: [], exclude: [] });
});
