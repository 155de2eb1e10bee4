#!/usr/bin/env node
// Generates the demo's migrations again, step by step, from the older versions of its entities in test/demo:
// `node bin/history.js DIRECTORY`. The same tool writes the same files.
const { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { execFileSync } = require("node:child_process");

const root = resolve(__dirname, "..");
const demo = join(root, "test", "demo");
const steps = require(join(demo, "history.json"));
const target = resolve(process.argv[2] ?? join(root, "generated-migrations"));

const project = mkdtempSync(join(tmpdir(), "typeorm-schema-history-"));
try {
  for (const file of ["package.json", "tsconfig.json"]) cpSync(join(root, file), join(project, file));
  symlinkSync(join(root, "node_modules"), join(project, "node_modules"), "junction");
  const migrations = join(project, "generated-migrations");
  mkdirSync(migrations);
  for (const { timestamp, older, absent } of steps) {
    const entities = join(project, "entities");
    rmSync(entities, { recursive: true, force: true });
    cpSync(join(root, "entities"), entities, { recursive: true });
    if (older !== null) cpSync(join(demo, older), entities, { recursive: true });
    for (const file of absent) rmSync(join(entities, file));
    const flags = ["--from", "migrations", "--timestamp", String(timestamp)];
    execFileSync(process.execPath, [join(root, "bin", "schema.js"), "generate", ...flags], {
      cwd: project,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, DATABASE_URL: "" },
    });
  }
  rmSync(target, { recursive: true, force: true });
  cpSync(migrations, target, { recursive: true });
} finally {
  rmSync(project, { recursive: true, force: true });
}
