import { type CliProject, cliProject, user } from "../support/cli";

const migration = (name: string, body = "") =>
  `exports.${name} = class ${name} { async up(q) { ${body} } async down() {} };`;

describe("schema validate", () => {
  let project: CliProject;
  beforeEach(() => {
    // Nobody answers there.
    project = cliProject({ "entities/user.ts": user() }, "postgresql://postgres:s3cret@127.0.0.1:1/x");
  });
  afterEach(() => project.remove());

  const validate = async () => {
    const { status, stdout, stderr } = await project.schema("validate", "--json");
    expect(`${stdout}${stderr}`).not.toContain("s3cret");
    const { version, sound, findings } = JSON.parse(stdout);
    return {
      status,
      version,
      sound,
      wrong: findings.filter((each: { level: string }) => each.level !== "ok"),
    };
  };

  it("finds nothing wrong about a project that is well, without a database", async () => {
    project.write("generated-migrations/1700000000000-a.js", migration("A1700000000000"));
    expect(await validate()).toEqual({ status: 0, version: 1, sound: true, wrong: [] });
  });

  it("names every part that does not load, not only the first", async () => {
    project.write("entities/broken.ts", "export const broken: number = ;");
    project.write("generated-migrations/1700000000000-a.js", "exports.nothing = 1;");
    const { status, sound, wrong } = await validate();
    expect({ status, sound }).toEqual({ status: 1, sound: false });
    expect(wrong).toMatchObject([
      { check: "entities", level: "error", message: expect.stringContaining("entities/broken.ts") },
      { check: "migrations", level: "error", message: expect.stringContaining("1700000000000-a.js") },
    ]);
  });

  it("ends with status 4 where two migrations claim one place", async () => {
    project.write("generated-migrations/1700000000000-a.js", migration("A1700000000000"));
    project.write("generated-migrations/1700000000000-b.js", migration("B1700000000000"));
    expect(await validate()).toMatchObject({ status: 4, wrong: [{ check: "migrations", level: "error" }] });
  });

  it("warns of what works and surprises", async () => {
    project.write("generated-migrations/1700000000009-a.js", migration("A1700000000000"));
    project.write("generated-migrations/9999999999999-z.js", migration("Z9999999999999"));
    project.write(
      "generated-migrations/1700000000001-once.js",
      "exports.Once1700000000001 = class Once1700000000001 { async up() {} };",
    );
    const { status, wrong } = await validate();
    expect(status).toBe(0);
    expect(wrong.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringContaining("1700000000009-a.js holds A1700000000000"),
      expect.stringContaining("Z9999999999999 has a timestamp in the future"),
      expect.stringContaining("Once1700000000001 has no down method"),
    ]);
  });
});
