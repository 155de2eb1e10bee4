/**
 * Applies 500 small migrations with TypeORM's own runner and with `schema`'s, on the same server, and prints both
 * times and their ratio.
 *
 *   npm run build && node bench/apply-500.js [URL of a server]
 *
 * Without a URL it starts the PostgreSQL that the tests use, with its commits flushed to disk as on any server.
 */
const { spawn } = require("node:child_process");
const { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { createInterface } = require("node:readline");
const { Client } = require("pg");

const total = Number(process.env.MIGRATIONS ?? 500);
const rounds = Number(process.env.ROUNDS ?? 3);
const repository = resolve(__dirname, "..");

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function main() {
  const server = await openServer(process.argv[2]);
  const project = makeProject();
  const runners = {
    "TypeORM, one transaction for all (its default)": () => typeorm(project, "all"),
    "TypeORM, one transaction each": () => typeorm(project, "each"),
    "schema, one transaction each (its default)": () => schema(project, {}),
    "schema, one transaction for all": () => schema(project, { transaction: "all" }),
  };
  try {
    const best = {};
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, runner] of Object.entries(runners)) {
        const milliseconds = await onFreshDatabase(server.url, runner());
        best[name] = Math.min(best[name] ?? Number.POSITIVE_INFINITY, milliseconds);
      }
    }
    report(best);
  } finally {
    rmSync(project, { recursive: true });
    server.stop();
  }
}

function report(best) {
  const [all, each, ours, oursAll] = Object.values(best);
  for (const [name, time] of Object.entries(best)) console.log(`${name.padEnd(50)} ${Math.round(time)} ms`);
  console.log(
    `each against each ${(ours / each).toFixed(2)}, default against default ${(ours / all).toFixed(2)}, all against all ${(oursAll / all).toFixed(2)}`,
  );
}

function typeorm(project, transaction) {
  return async (url) => {
    const { DataSource } = require("typeorm");
    const source = new DataSource({ type: "postgres", url, migrations: [join(project, "migrations/*.js")] });
    await source.initialize();
    const ran = await source.runMigrations({ transaction });
    await source.destroy();
    return ran.length;
  };
}

function schema(project, options) {
  return async (url) => {
    const { settle } = require("../dist/config");
    const { apply } = require("../dist/workflows/deploy");
    const configuration = await settle({ root: project, url, migrations: "migrations" });
    const { ran } = await apply(configuration, options);
    return ran.length;
  };
}

async function onFreshDatabase(url, runner) {
  const name = `bench_${process.pid}`;
  await execute(url, `CREATE DATABASE ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    const tables = Array.from({ length: 20 }, (_, at) => `CREATE TABLE t${at} (id int)`);
    await execute(own.href, ...tables, "CHECKPOINT");
    const started = performance.now();
    const ran = await runner(own.href);
    const milliseconds = performance.now() - started;
    if (ran !== total) throw new Error(`${ran} migrations ran, not ${total}`);
    return milliseconds;
  } finally {
    await execute(url, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

async function execute(url, ...statements) {
  const client = new Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

/** A project of compiled migrations, each of which adds a column. */
function makeProject() {
  const root = mkdtempSync(join(tmpdir(), "bench-"));
  mkdirSync(join(root, "migrations"));
  mkdirSync(join(root, "node_modules"));
  symlinkSync(join(repository, "node_modules/typeorm"), join(root, "node_modules/typeorm"), "dir");
  for (let at = 0; at < total; at += 1) {
    const timestamp = 1_700_000_000_000 + at;
    const table = `t${at % 20}`;
    const text = `class Add${timestamp} {
  async up(queryRunner) { await queryRunner.query("ALTER TABLE ${table} ADD COLUMN c${at} integer"); }
  async down(queryRunner) { await queryRunner.query("ALTER TABLE ${table} DROP COLUMN c${at}"); }
}
exports.Add${timestamp} = Add${timestamp};
`;
    writeFileSync(join(root, "migrations", `${timestamp}-add.js`), text);
  }
  return root;
}

async function openServer(url) {
  if (url) return { url, stop() {} };
  const keeper = spawn(process.execPath, [join(repository, "test/support/servers/keeper.js")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const line = await new Promise((done) => createInterface({ input: keeper.stdout }).once("line", done));
  const { host, port, password } = JSON.parse(line)[18];
  const own = `postgresql://postgres:${password}@${host}:${port}/postgres`;
  const settings = ["fsync", "synchronous_commit", "full_page_writes"];
  await execute(own, ...settings.map((name) => `ALTER SYSTEM SET ${name} = on`), "SELECT pg_reload_conf()");
  return { url: own, stop: () => keeper.stdin.end() };
}
