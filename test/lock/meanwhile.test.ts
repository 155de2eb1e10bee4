import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockWith, readLockText } from "../../src/migrations";
import { write } from "../../src/writing/write";
import { lockedAs } from "../../src/writing/writing";

describe("two commands that write a migration at the same time", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "meanwhile-"));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const writingFrom = (before: string | null, fileName: string) => {
    const files = [{ fileName, text: `// ${fileName}\n` }];
    const lock = lockWith(before, directory, [], lockedAs(files));
    const migrations = { directory, patterns: [], classes: [], table: "migrations" };
    return () => write({ migrations }, { files, lock, replaces: [] });
  };

  test("have one of them refused, whose migration would not follow the other's", async () => {
    const [first, second] = ["1-first.ts", "2-second.ts"].map((fileName) => writingFrom(null, fileName));
    await first?.();
    const lock = await readLockText(directory);
    await expect(second?.()).rejects.toMatchObject({ code: "WRITTEN_MEANWHILE", exit: 1 });
    expect(readdirSync(directory).sort()).toEqual(["1-first.ts", "schema.lock"]);
    expect(await readLockText(directory)).toBe(lock);
    await writingFrom(lock, "2-second.ts")();
    expect(readdirSync(directory)).toContain("2-second.ts");
  });
});
