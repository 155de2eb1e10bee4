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

// PostGIS comes with neither the test servers nor the embedded database: how its types are read is tested in
// test/entities/types.test.ts, how they change in test/plan/plan.test.ts.
test("every option has a case, but for those of PostGIS", () => {
  expect(gaps(themes)).toEqual([
    "column: spatialFeatureType",
    "column: srid",
    "type: geography",
    "type: geometry",
  ]);
});
