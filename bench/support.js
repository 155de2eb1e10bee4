// What the benchmarks share: a server, and databases on it.
const { spawn } = require("node:child_process");
const { join, resolve } = require("node:path");
const { createInterface } = require("node:readline");
const { Client } = require("pg");

const repository = resolve(__dirname, "..");

/**
 * The server that was given, or the PostgreSQL 18 that the tests use.
 * @param {string | undefined} given
 * @param {readonly string[]} [settings] turned on in that of the tests, which does without all that keeps data safe
 */
async function openServer(given, settings = []) {
  if (given) return { url: given, stop() {} };
  const keeper = spawn(process.execPath, [join(repository, "test/support/servers/keeper.js")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  /** @type {string} */
  const line = await new Promise((done) => createInterface({ input: keeper.stdout }).once("line", done));
  const { host, port, password } = JSON.parse(line)[18];
  const url = `postgresql://postgres:${password}@${host}:${port}/postgres`;
  if (settings.length > 0)
    await execute(url, ...settings.map((name) => `ALTER SYSTEM SET ${name} = on`), "SELECT pg_reload_conf()");
  return { url, stop: () => void keeper.stdin.end() };
}

/** What flushes every commit to disk, as servers do. */
const durable = ["fsync", "synchronous_commit", "full_page_writes"];

/**
 * On a database that is there meanwhile.
 * @template T
 * @param {string} server
 * @param {string} create what follows CREATE DATABASE: a name, and of what it is made
 * @param {(url: string) => Promise<T>} work
 */
async function withDatabase(server, create, work) {
  const [name = create] = create.split(" ");
  await execute(server, `CREATE DATABASE ${create}`);
  try {
    return await work(at(server, name));
  } finally {
    await execute(server, `DROP DATABASE ${name} WITH (FORCE)`);
  }
}

/**
 * The URL of another database of a server.
 * @param {string} url
 * @param {string} database
 */
function at(url, database) {
  const own = new URL(url);
  own.pathname = `/${database}`;
  return own.href;
}

/**
 * Each statement by itself; the rows of the last.
 * @param {string} url
 * @param {readonly string[]} statements
 */
async function execute(url, ...statements) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    let rows = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

/**
 * The one in the middle, by a number of each.
 * @template T
 * @param {readonly T[]} list
 * @param {(each: T) => number} number
 */
function median(list, number) {
  const middle = [...list].sort((a, b) => number(a) - number(b))[Math.floor(list.length / 2)];
  if (middle === undefined) throw new Error("nothing was measured");
  return middle;
}

/**
 * Says what went wrong, and ends in failure.
 * @param {unknown} error
 */
function fail(error) {
  console.error(error);
  process.exitCode = 1;
}

module.exports = { repository, openServer, durable, withDatabase, at, execute, median, fail };
