import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type Migration, readMigrations } from "../../src/migrations";
import type { Loader } from "../../src/project";

const loader: Loader = {
  load: async (files) => {
    const require = createRequire(__filename);
    return files.map((file) => ({ file, exports: new Map(Object.entries(require(file))) }));
  },
};

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "read-"));
});
afterEach(() => rm(root, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
}

function read(
  patterns = ["**/*.{js,ts,cjs}"],
  classes: NewableFunction[] = [],
): Promise<readonly Migration[]> {
  const migrations = {
    directory: root,
    patterns: patterns.map((pattern) => `${root}/${pattern}`),
    classes,
    table: "migrations",
  };
  return readMigrations({ root, migrations }, loader);
}

function source(name: string, body = ""): string {
  return `exports.${name} = class ${name} { ${body} async up() {} async down() {} };\n`;
}

describe("readMigrations", () => {
  test("reads every class of every file, oldest first, named as TypeORM names it", async () => {
    await write({
      "b.js": source("B1700000000002") + source("A1700000000001"),
      "sub/c.js": source("C", "name = 'Given1600000000000'; transaction = false;"),
      "types.d.ts": "export {};",
    });
    const migrations = await read();
    expect(migrations.map(({ name, timestamp, transaction }) => [name, timestamp, transaction])).toEqual([
      ["Given1600000000000", 1600000000000, false],
      ["A1700000000001", 1700000000001, true],
      ["B1700000000002", 1700000000002, true],
    ]);
    expect(migrations[0]?.file).toBe(join(root, "sub/c.js"));
  });

  test("gives one checksum to a file whatever its line ends", async () => {
    const text = `${source("A1700000000001")}// end\n`;
    await write({ "a.js": text });
    const [unix] = await read();
    await write({ "a.js": text.replaceAll("\n", "\r\n") });
    const [windows] = await read();
    expect(unix?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(windows?.checksum).toBe(unix?.checksum);
  });

  test("counts a class once that an index file exports again, as its own file's", async () => {
    await write({
      "all/index.js": "exports.default = { list: [require('../one.js')] }; exports.all = exports;",
      "one.js": source("One1700000000001"),
      "helpers.js": "exports.help = () => 1; exports.Other = class Other {};",
    });
    const migrations = await read();
    expect(migrations.map(({ file }) => file)).toEqual([join(root, "one.js")]);
  });

  test("takes the classes that the data source lists beside the files", async () => {
    await write({ "a.js": source("A1700000000001") });
    class Listed1500000000000 {
      async up() {}
      async down() {}
    }
    const migrations = await read(undefined, [Listed1500000000000]);
    expect(migrations.map(({ name, file, checksum }) => [name, file, checksum !== null])).toEqual([
      ["Listed1500000000000", null, false],
      ["A1700000000001", join(root, "a.js"), true],
    ]);
  });

  test("takes a migration whose methods are properties", async () => {
    await write({
      "a.js": "exports.A1700000000001 = class A1700000000001 { up = async () => {}; down = async () => {} };",
    });
    expect(await read()).toHaveLength(1);
  });

  test("finds nothing where there is nothing", async () => {
    expect(await read()).toEqual([]);
    expect(await read([])).toEqual([]);
  });

  test("refuses a migration without a timestamp, and says how to name it", async () => {
    await write({ "a.js": source("Init") });
    await expect(read()).rejects.toMatchObject({
      code: "MIGRATION_WITHOUT_TIMESTAMP",
      message: expect.stringContaining("Init in a.js"),
      hint: expect.stringMatching(/Init\d{13}/),
    });
  });

  test("refuses two migrations of one timestamp, naming both files", async () => {
    await write({ "a.js": source("A1700000000001"), "b.js": source("B1700000000001") });
    await expect(read()).rejects.toMatchObject({
      code: "DUPLICATE_TIMESTAMP",
      exit: 4,
      message: expect.stringMatching(/a\.js and b\.js/),
    });
  });

  test("refuses two migrations of one name, naming both files", async () => {
    await write({ "src/a.js": source("A1700000000001"), "dist/a.js": source("A1700000000001") });
    await expect(read()).rejects.toMatchObject({
      code: "DUPLICATE_NAME",
      exit: 4,
      message: expect.stringMatching(/dist\/a\.js and src\/a\.js/),
    });
  });

  test("refuses a file that is named as a migration and holds none", async () => {
    await write({ "1700000000001-a.js": "exports.helper = 1;" });
    await expect(read()).rejects.toMatchObject({
      code: "NO_MIGRATION_CLASS",
      message: expect.stringContaining("1700000000001-a.js"),
    });
  });
});
