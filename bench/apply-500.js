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
const { spawnSync } = require("node:child_process");
const { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { durable, execute, fail, median, openServer, repository, withDatabase } = require("./support");

/** @typedef {() => Promise<number>} Run how many migrations it ran */

const total = Number(process.env.MIGRATIONS ?? 500);
const rounds = Number(process.env.ROUNDS ?? 9);

/**
 * Each loads what it needs, and gives the function that is timed.
 * @type {Readonly<Record<string, (project: string, url: string) => Run>>}
 */
const runners = {
  "TypeORM, one transaction for all (its default)": (project, url) => typeorm(project, url, "all"),
  "TypeORM, one transaction each": (project, url) => typeorm(project, url, "each"),
  "schema, one transaction each (its default)": (project, url) => schema(project, url, {}),
  "schema, one transaction for all": (project, url) => schema(project, url, { transaction: "all" }),
};

const [, , ...given] = process.argv;
const [role, runner = "", project = "", where = ""] = given;
(role === "--run" ? runOne(runner, project, where) : main(role)).catch(fail);

/** @param {string | undefined} url */
async function main(url) {
  const server = await openServer(url, durable);
  const own = makeProject();
  try {
    /** @type {Record<string, number[]>} */
    const times = Object.fromEntries(Object.keys(runners).map((name) => [name, []]));
    for (let round = 0; round < rounds; round += 1)
      for (const [name, all] of Object.entries(times)) all.push(await onFreshDatabase(server.url, name, own));
    report(times);
  } finally {
    rmSync(own, { recursive: true });
    server.stop();
  }
}

/** @param {Readonly<Record<string, readonly number[]>>} times */
function report(times) {
  const [all = [], each = [], ours = [], oursAll = []] = Object.values(times);
  for (const [name, list] of Object.entries(times))
    console.log(`${name.padEnd(50)} ${Math.round(median(list, Number))} ms`);
  /** @param {readonly number[]} list @param {readonly number[]} other */
  const ratio = (list, other) =>
    median(
      list.map((time, round) => time / (other[round] ?? Number.NaN)),
      Number,
    ).toFixed(2);
  console.log(
    `default against default ${ratio(ours, all)}, each against each ${ratio(ours, each)}, all against all ${ratio(oursAll, all)}`,
  );
}

/**
 * In a process of its own.
 * @param {string} server
 * @param {string} name
 * @param {string} root
 */
function onFreshDatabase(server, name, root) {
  return withDatabase(server, `bench_${process.pid}`, async (url) => {
    const tables = Array.from({ length: 20 }, (_, at) => `CREATE TABLE t${at} (id int)`);
    await execute(url, ...tables, "CHECKPOINT");
    const { status, stdout, stderr } = spawnSync(process.execPath, [__filename, "--run", name, root, url], {
      encoding: "utf8",
    });
    if (status !== 0) throw new Error(stderr);
    return Number(stdout);
  });
}

/** @param {string} name @param {string} root @param {string} url */
async function runOne(name, root, url) {
  const run = runners[name]?.(root, url);
  if (run === undefined) throw new Error(`there is no runner called ${name}`);
  const started = performance.now();
  const ran = await run();
  const milliseconds = performance.now() - started;
  if (ran !== total) throw new Error(`${ran} migrations ran, not ${total}`);
  console.log(milliseconds);
}

/**
 * @param {string} root
 * @param {string} url
 * @param {"all" | "each"} transaction
 * @returns {Run}
 */
function typeorm(root, url, transaction) {
  const { DataSource } = require("typeorm");
  require("pg");
  return async () => {
    const source = new DataSource({ type: "postgres", url, migrations: [join(root, "migrations/*.js")] });
    await source.initialize();
    const ran = await source.runMigrations({ transaction });
    await source.destroy();
    return ran.length;
  };
}

/**
 * @param {string} root
 * @param {string} url
 * @param {import("../dist/apply").ApplyOptions} options
 * @returns {Run}
 */
function schema(root, url, options) {
  require(join(root, "node_modules/typeorm"));
  const { settle } = require("../dist/config");
  const { apply } = require("../dist/workflows/deploy");
  return async () => {
    const configuration = await settle({ root, url, migrations: "migrations" });
    const { ran } = await apply(configuration, options);
    return ran.length;
  };
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
