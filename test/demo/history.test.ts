import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(__dirname, "../..");

describe("generated-migrations/", () => {
  it("holds what the tool writes for the demo's history, byte for byte", () => {
    const directory = mkdtempSync(join(tmpdir(), "history-"));
    try {
      execFileSync(process.execPath, [join(root, "bin/history.js"), directory], { stdio: "ignore" });
      expect(contentsOf(directory)).toEqual(contentsOf(join(root, "generated-migrations")));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

const contentsOf = (directory: string) =>
  Object.fromEntries(
    readdirSync(directory)
      .filter((file) => file.endsWith(".ts"))
      .sort()
      .map((file) => [file, readFileSync(join(directory, file), "utf8")]),
  );
