#!/usr/bin/env node
// Writes docs/coverage.md again, from the cases in test/cases.
const { execFileSync } = require("node:child_process");
const { resolve } = require("node:path");

execFileSync(process.execPath, [require.resolve("jest/bin/jest"), "test/cases/coverage.test.ts"], {
  cwd: resolve(__dirname, ".."),
  stdio: "inherit",
  env: { ...process.env, WRITE_COVERAGE: "1" },
});
