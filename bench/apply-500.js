/**
 * Applies 500 small migrations with TypeORM's own runner and with `schema`'s, on the same server, and prints the times
 * and their ratios.
 *
 *   npm run build && node bench/apply-500.js [URL of a server]
 *
 * Without a URL it starts the PostgreSQL that the tests use, with its commits flushed to disk as on any server. As in a
 * deploy, each run is a process of its own; the clock starts when its runner is loaded, and stops when all is applied:
 * connecting, reading the files and comparing them with the record are part of it. Ratios are taken round by round, since
 * a machine is not always as fast; the median of the rounds counts.
 */
const { spawn, spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join, resolve } = require("node:path");
const { createInterface } = require("node:readline");
const { Client } = require("pg");

const total = Number(process.env.MIGRATIONS ?? 500);
const rounds = Number(process.env.ROUNDS ?? 5);
const repository = resolve(__dirname, "..");

/** Each loads what it needs, and gives the function that is timed. */
const runners = {
  "TypeORM, one transaction for all (its default)": (project, url) => typeorm(project, url, "all"),
  "TypeORM, one transaction each": (project, url) => typeorm(project, url, "each"),
  "schema, one transaction each (its default)": (project, url) => schema(project, url, {}),
  "schema, one transaction for all": (project, url) => schema(project, url, { transaction: "all" }),
};

const [, , ...given] = process.argv;
(given[0] === "--run" ? runOne(given[1], given[2], given[3]) : main(given[0])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});

async function main(url) {
  const server = await openServer(url);
  const project = makeProject();
  try {
    const times = Object.fromEntries(Object.keys(runners).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, all] of Object.entries(times))
        all.push(await onFreshDatabase(server.url, (own) => inProcess(name, project, own)));
    }
    report(times);
  } finally {
    rmSync(project, { recursive: true });
    server.stop();
  }
}

function report(times) {
  const [all, each, ours, oursAll] = Object.values(times);
  for (const [name, list] of Object.entries(times))
    console.log(`${name.padEnd(50)} ${Math.round(median(list))} ms`);
  const ratio = (list, other) => median(list.map((time, round) => time / other[round])).toFixed(2);
  console.log(
    `default against default ${ratio(ours, all)}, each against each ${ratio(ours, each)}, all against all ${ratio(oursAll, all)}`,
  );
}

function median(list) {
  return [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
}

function inProcess(name, project, url) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [__filename, "--run", name, project, url], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

async function runOne(name, project, url) {
  const run = runners[name](project, url);
  const started = performance.now();
  const ran = await run();
  const milliseconds = performance.now() - started;
  if (ran !== total) throw new Error(`${ran} migrations ran, not ${total}`);
  console.log(milliseconds);
}

function typeorm(project, url, transaction) {
  const { DataSource } = require("typeorm");
  require("pg");
  return async () => {
    const source = new DataSource({ type: "postgres", url, migrations: [join(project, "migrations/*.js")] });
    await source.initialize();
    const ran = await source.runMigrations({ transaction });
    await source.destroy();
    return ran.length;
  };
}

function schema(project, url, options) {
  require(join(project, "node_modules/typeorm"));
  const { settle } = require("../dist/config");
  const { apply } = require("../dist/workflows/deploy");
  return async () => {
    const configuration = await settle({ root: project, url, migrations: "migrations" });
    const { ran } = await apply(configuration, options);
    return ran.length;
  };
}

async function onFreshDatabase(url, run) {
  const name = `bench_${process.pid}`;
  await execute(url, `CREATE DATABASE ${name}`);
  try {
    const own = new URL(url);
    own.pathname = `/${name}`;
    const tables = Array.from({ length: 20 }, (_, at) => `CREATE TABLE t${at} (id int)`);
    await execute(own.href, ...tables, "CHECKPOINT");
    return run(own.href);
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
