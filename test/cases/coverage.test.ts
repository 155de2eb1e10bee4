import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { coverage, gaps } from "./support/coverage";
import { themes } from "./support/themes";

const file = join(__dirname, "../../docs/coverage.md");

test("docs/coverage.md counts the cases that there are", () => {
  const text = coverage(themes);
  if (process.env.WRITE_COVERAGE) writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("everything that can happen to an option has a case", () => {
  expect(gaps(themes)).toEqual([]);
});
