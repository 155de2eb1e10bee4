import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeMigration } from "../../src/migrations";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "write-"));
});
afterEach(() => rm(root, { recursive: true }));

describe("writeMigration", () => {
  test("makes the directory and leaves nothing but the file", async () => {
    const directory = join(root, "new", "migrations");
    const file = await writeMigration(directory, "1-a.ts", "text\n");
    expect(await readFile(file, "utf8")).toBe("text\n");
    expect(await readdir(directory)).toEqual(["1-a.ts"]);
  });

  test("never writes over a file, not even when two write at once", async () => {
    await writeFile(join(root, "1-a.ts"), "mine");
    await expect(writeMigration(root, "1-a.ts", "theirs")).rejects.toMatchObject({
      code: "MIGRATION_EXISTS",
    });
    expect(await readFile(join(root, "1-a.ts"), "utf8")).toBe("mine");

    const writes = Array.from({ length: 8 }, (_, at) => writeMigration(root, "2-b.ts", `${at}`));
    const outcomes = await Promise.allSettled(writes);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await readdir(root)).sort()).toEqual(["1-a.ts", "2-b.ts"]);
  });

  test("says where it could not write", async () => {
    await writeFile(join(root, "file"), "");
    await expect(writeMigration(join(root, "file"), "1-a.ts", "")).rejects.toMatchObject({
      code: "CANNOT_WRITE_MIGRATION",
      message: expect.stringContaining("1-a.ts"),
    });
  });
});
